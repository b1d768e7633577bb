import { afterEach, expect, test, vi } from 'vitest'
import { attend, attended } from './attendance'

afterEach(() => { vi.useRealTimers() })

test('who writes for long is told of now and then, and who went away is not there', () => {
  vi.useFakeTimers()
  const place = new EventTarget()
  const tell = vi.fn()
  attend(place, tell)
  for (let minute = 0; minute < 13; minute++) {
    place.dispatchEvent(new Event('keydown'))
    expect(attended()).toBe(true)
    vi.advanceTimersByTime(60_000)
  }
  expect(tell).toHaveBeenCalledTimes(3)
  expect(attended()).toBe(false)
  vi.advanceTimersByTime(3_600_000)
  expect(tell).toHaveBeenCalledTimes(3)
})
