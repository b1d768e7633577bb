/** What narrows the queue, as it stands in the address. */
export interface QueueSearch {
  state?: string
  country?: string
}

/** Reads the filters of an address; what is no filter is left out. */
export function queueSearch({ state, country }: Record<string, unknown>): QueueSearch {
  return {
    ...(typeof state === 'string' && state !== '' && { state }),
    ...(typeof country === 'string' && country !== '' && { country }),
  }
}
