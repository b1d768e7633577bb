import type { Schema } from '../api/client'
import { Problem, problemOf } from '../api/problem'

type Media = Schema<'Media'>

/** Sends a picture, and tells how much of it has gone. Its name stays here: only
 * the end of it tells what it is. */
export function upload(messageId: string, file: File, onProgress: (sent: number) => void): Promise<Media> {
  return new Promise((resolve, reject) => {
    const form = new FormData()
    form.append('file', file, `picture${/\.\w+$/.exec(file.name)?.[0] ?? ''}`)
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1/messages/${messageId}/media`)
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded))
    request.addEventListener('load', () => {
      const retry = request.getResponseHeader('Retry-After')
      const answer = new Response(null, { status: request.status, headers: retry === null ? {} : { 'Retry-After': retry } })
      if (request.status === 201) resolve(JSON.parse(request.responseText) as Media)
      else reject(problemOf(answer, parsed(request.responseText)))
    })
    request.addEventListener('error', () => reject(new Problem({ status: 0, code: 'offline' })))
    request.send(form)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Where the bytes of a picture are. */
export function fileOf(mediaId: string): string { return `/api/v1/media/${mediaId}/file` }
