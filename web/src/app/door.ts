import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { ask, asker, type Doorkeeper } from '../api/client'
import type { Problem } from '../api/problem'
import { meQuery, type Me } from './session'

/** Somebody has to prove who they are before what they did can go on. */
export interface Asked {
  me: Me
  /** Whether their session is over; otherwise it only is some minutes old. */
  over: boolean
  /** Ends the asking: with whether they proved it. */
  settle: (proved: boolean) => void
}

let asked: Asked | null = null
let waiting: Promise<boolean> | null = null
const listeners = new Set<() => void>()

function show(next: Asked | null) {
  asked = next
  for (const listener of listeners) listener()
}

/** What is being asked, if anything. */
export function useAsked(): Asked | null {
  return useSyncExternalStore((listener) => { listeners.add(listener); return () => { listeners.delete(listener) } }, () => asked)
}

/** Asks whoever is signed in to prove it again, in place, so that nothing that
 * they wrote is lost. However much is refused at once, they are asked once. */
export function makeDoorkeeper(client: QueryClient): Doorkeeper {
  return async (problem) => {
    const me = client.getQueryData(meQuery.queryKey)
    if (!me) return false
    const over = problem.code === 'not_signed_in'
    if (over && await isKnown(me)) return true
    waiting ??= new Promise<boolean>((settle) => show({ me, over, settle })).finally(() => { waiting = null; show(null) })
    return waiting
  }
}

/** Whether the person is known after all: the secret of their session changed
 * while the request was on its way. */
async function isKnown(me: Me): Promise<boolean> {
  try {
    return (await asker('/api/v1')<Me>('get', '/me')).body.user_id === me.user_id
  } catch {
    return false
  }
}

/** Where screens in other windows say that somebody came back from their
 * provider. */
const bell = 'caravan.confirmed'

/** Tells the windows that wait that somebody proved at their provider that it
 * still is them. */
export function ringConfirmed(): void {
  const channel = new BroadcastChannel(bell)
  channel.postMessage(null)
  channel.close()
}

/** Calls heard when another window says so; returns how to stop listening. */
export function onConfirmed(heard: () => void): () => void {
  const channel = new BroadcastChannel(bell)
  channel.onmessage = heard
  return () => channel.close()
}

/** What somebody proves with that it is them. */
export interface Proof { password: string; code: string }

/** Proves that it still is them; signs in anew where their session is over. */
export async function prove(me: Me, proof: Proof): Promise<Me> {
  try {
    return (await ask<Me>('post', '/session/confirmation', { body: proof })).body
  } catch (thrown) {
    if ((thrown as Problem).code !== 'not_signed_in') throw thrown
    return (await ask<Me>('post', '/session', { body: { email: me.email, ...proof } })).body
  }
}
