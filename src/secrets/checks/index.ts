import { crc32InBase62, holdsCrc32 } from './crc32.ts'

/** Structural checks by the names that detectors use: whether a value has what the vendor's format demands. */
export const checks: Readonly<Record<string, (value: string) => boolean>> = {
  github: (value) => holdsCrc32(value, value.lastIndexOf('_') + 1),
}

/** What a check demands after a token so far: fills `{crc:<name>}` of examples, so that no real-looking one is committed. */
export const completions: Readonly<Record<string, (soFar: string) => string>> = {
  github: (soFar) => crc32InBase62(soFar.slice(soFar.lastIndexOf('_') + 1)),
}
