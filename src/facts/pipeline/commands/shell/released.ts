import { isFetched } from '../follow/script.ts'
import { pathFrom } from './paths.ts'
import type { Finder, Shell } from './state.ts'

/** `./argo-linux-amd64`, `/tmp/yq_v4.44_linux_arm64`: a program as it is released, its platform behind its name. */
const released =
  /^(?:.*\/)?([a-z][a-z0-9-]*?)(?:[-_.]v?\d[\d.]*)?[-_.](?:linux|darwin|macos|osx|windows)(?:[-_.]?(?:musl|gnu|static|amd64|x86_64|x86|x64|64|arm64|aarch64|armv[67]|386|i386))*(?:\.exe)?$/

/** The known program that a released file is; undefined for one of the repository, and for any other. */
export function releasedProgram(program: string, shell: Shell, { repository }: Finder): string | undefined {
  const name = released.exec(program)?.[1]
  if (name === undefined || !isFetched(name)) return undefined
  const path = pathFrom(program, shell)
  return path !== undefined && repository.has(path) ? undefined : name
}
