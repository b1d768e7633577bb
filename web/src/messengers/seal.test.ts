import { describe, expect, it } from 'vitest'
import { keyIn, makeKey, recipientOf, seal, unseal } from './seal'

const aigul = { name: 'Айгүл', contact: '+996 555 000000', emergency_contact: '' }

describe('sealing', () => {
  it('opens with each of the keys, and with no other', async () => {
    const [one, two, other] = await Promise.all([makeKey(), makeKey(), makeKey()])
    const file = await seal(aigul, [one.recipient, two.recipient])
    expect(await unseal(file, one.secret)).toEqual(aigul)
    expect(await unseal(file, two.secret)).toEqual(aigul)
    await expect(unseal(file, other.secret)).rejects.toThrow()
    expect(atob(file)).not.toContain('996')
  })

  it('tells nothing by its size', async () => {
    const { recipient } = await makeKey()
    const short = await seal({ name: 'A', contact: '', emergency_contact: '' }, [recipient])
    expect((await seal(aigul, [recipient])).length).toBe(short.length)
  })

  it('finds the key in a file as it was kept', async () => {
    const { secret, recipient } = await makeKey()
    expect(keyIn(`# public key: ${recipient}\n${secret}\n`)).toBe(secret)
    expect(keyIn('a letter')).toBeNull()
    expect(await recipientOf(secret)).toBe(recipient)
    expect(await recipientOf('AGE-SECRET-KEY-1NONE')).toBeNull()
  })
})
