import { basename } from '../../../documents/path.ts'

/** Addresses whose script uploads reports: they are run as they come, and their names do not tell. */
const uploaders = /^(www\.)?(uploader\.)?(codecov\.io|coverage\.codacy\.com|coveralls\.io|codeclimate\.com)$/
/** Addresses that give out one installer and name no file: `curl https://sh.rustup.rs | sh`. */
const installers = /^(get|install)\.|^(sh\.rustup\.rs|(deb|rpm)\.nodesource\.com|sdk\.cloud\.google\.com|bun\.sh)$/

/**
 * What a script that a command fetches and runs is for, where its address tells more than the whole command would: the
 * installer of a scanner scans nothing (`curl …/trivy/main/contrib/install.sh | sh`).
 * @returns undefined where the address tells nothing of its own
 */
export function purposeOfFetched(command: string): string | undefined {
  const [address = '', host = '', path = ''] = /https?:\/\/([\w.-]+)(?::\d+)?([^\s'"`|)>]*)/.exec(command) ?? []
  if (address === '') return undefined
  const file = basename(path.replace(/[?#].*$/, '').replace(/\/$/, '')).toLowerCase()
  if (uploaders.test(host)) return 'coverage'
  if (/^(install|setup|get)([-_.]|$|[a-z]*(cli|deb))/.test(file)) return 'install'
  return installers.test(host) && file === '' ? 'install' : undefined
}

/** Whether a word is what a command prints, not a file: `<(curl …)`, `$(curl …)`. */
export const isPrinted = (word: string): boolean => /^(<\(|\$\(|`)/.test(word)
