import { describe, expect, test } from 'vitest'
import { formats } from './format'
import { interfaceLanguage } from './languages'

const reader = (tag: string, zone = 'Asia/Dushanbe') => formats({ intl: interfaceLanguage(tag).intl, zone })

describe('a number', () => {
  test('has the digits of the reader', () => {
    expect(reader('en').count(12345)).toBe('12,345')
    expect(reader('ru').count(12345)).toBe('12\u00a0345')
    expect(reader('fa-AF').count(12345)).toBe('۱۲٬۳۴۵')
  })

  test('that is not known is a dash, and 0 is 0', () => {
    expect(reader('en').count(null)).toBe('–')
    expect(reader('en').count(0)).toBe('0')
  })

  test('of money keeps its currency and its exact digits', () => {
    expect(reader('en').money({ amount: '9007199254740993.10', currency: 'TJS' }).replace(/\s/g, ' ')).toBe('TJS 9,007,199,254,740,993.10')
  })

  test('of a share is a percentage', () => {
    expect(reader('en').percent(0.1234)).toBe('12.3%')
  })
})

describe('a time', () => {
  test('is told in the zone of the reader', () => {
    expect(reader('en').moment('2027-03-21T14:30:00Z')).toBe('21 Mar 2027, 19:30')
  })

  test('on a wall elsewhere names its zone, on the reader\'s own it does not', () => {
    const evening = { local: '2027-03-21T19:30', zone: 'Asia/Dushanbe' }
    expect(reader('en').local(evening)).toBe('21 Mar 2027, 19:30')
    expect(reader('en', 'Asia/Kabul').local(evening)).toBe('21 Mar 2027, 19:30 (Tajikistan Time, GMT+5)')
  })

  test('is of the Persian calendar for a reader of Dari', () => {
    expect(reader('fa-AF').date('2027-03-21')).toBe('۱ حمل ۱۴۰۶')
  })

  test('is said from now', () => {
    const now = Date.parse('2027-03-21T12:00:00Z')
    expect(reader('en').relative('2027-03-24T12:00:00Z', now)).toBe('in 3 days')
    expect(reader('ru').relative('2027-03-21T10:00:00Z', now)).toBe('2 часа назад')
    expect(reader('ru').relative('2027-03-21T11:59:40Z', now)).toBe('сейчас')
  })
})

test('a language tag that Intl refuses is shown as it is', () => {
  expect(reader('en').language('not a tag')).toBe('not a tag')
})
