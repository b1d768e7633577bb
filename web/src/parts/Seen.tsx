export interface SeenProps {
  src: string
  /** Of the file; a picture where it is not known. */
  mime: string | undefined
  alt: string
  className?: string | undefined
  width?: string | undefined
  height?: string | undefined
}

/** A picture, a film or a sound. What is said in it stands beside it as text, so
 * nothing is loaded before somebody asks for it. */
export function Seen({ src, mime, alt, className, width, height }: SeenProps) {
  if (mime?.startsWith('video/')) return <video controls preload="metadata" src={src} aria-label={alt} className={className} width={width} height={height} />
  if (mime?.startsWith('audio/')) return <audio controls preload="metadata" src={src} aria-label={alt} />
  return <img src={src} alt={alt} className={className} width={width} height={height} />
}
