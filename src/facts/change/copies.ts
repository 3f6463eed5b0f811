import { isLocalHost, plainWords } from './words.ts'

/** `user@host:path`, `host:path`; no drive letter, no URL. */
const remotePath = /^([^/@\s]+@)?([^/:\s]+):(?!\/\/)/

function toHost(target: string): boolean {
  if (/^[A-Za-z]:[\\/]/.test(target)) return false
  if (/^(rsync|sftp|ftps?):\/\//.test(target)) return !isLocalHost(target.replace(/^\w+:\/\//, '').replace(/\/.*$/, ''))
  const host = remotePath.exec(target)?.[2]
  if (host !== undefined) return !isLocalHost(host)
  return /^\$\{[^}]*(HOST|SERVER|TARGET|REMOTE|DEST)[^}]*\}/i.test(target)
}

/** `\\web01\sites`, also as `//web01/sites`: a folder that another Windows machine shares. */
const isShare = (word: string) =>
  /^["']?[\\/]{2}[^\\/]/.test(word) && !/^["']?[\\/]{2}(localhost|127\.0\.0\.1|[.?])[\\/]/i.test(word)

/** Whether a command copies files onto another machine or into a running container. From there to here is reading. */
export function copiesToHost(words: readonly string[]): boolean {
  const program = words[0] ?? ''
  // `shop/${POD#pod/}:/tmp`: what a name is made of is no path
  const plain = plainWords(words).map((word) => word.replace(/\$\{(\w+)[^}]*\}/g, '${$1}'))
  const target = words.filter((word) => !word.startsWith('-')).at(-1) ?? ''
  switch (program.toLowerCase()) {
    case 'scp':
    case 'rsync':
    case 'pscp':
      return !words.includes('--dry-run') && !words.includes('-n') && toHost(target)
    case 'sftp':
    case 'lftp':
    case 'ncftpput':
    case 'winscp':
    case 'winscp.com':
      return words.length > 1
    case 'ftp':
      return words.length > 1 && !words.includes('--version')
    case 'kubectl':
    case 'oc':
      if (plain[0] === 'rsync') return /:/.test(plain.at(-1) ?? '') && !/^\./.test(plain.at(-1) ?? '')
      return plain[0] === 'cp' && /^[^/]+(\/[^/:]+)?:/.test(plain[2] ?? '')
    case 'docker':
    case 'podman':
      return (
        (plain[0] === 'cp' && /^[^/]+:/.test(plain[2] ?? '')) ||
        (plain[0] === 'container' && plain[1] === 'cp' && /^[^/]+:/.test(plain[3] ?? ''))
      )
    case 'gcloud':
      return plain[0] === 'compute' && /^(scp|copy-files)$/.test(plain[1] ?? '') && /:/.test(plain.at(-1) ?? '')
    case 'git':
      return plain[0] === 'ftp' && /^(push|init|catchup)$/.test(plain[1] ?? '')
    case 'robocopy':
    case 'robocopy.exe':
      return isShare(words[2] ?? '')
    case 'xcopy':
    case 'xcopy.exe':
      return isShare(words.slice(1).filter((word) => !/^\/\w/.test(word))[1] ?? '')
    case 'copy-item':
      return words.some((word) => /^-ToSession$/i.test(word)) || isShare(destinationOf(words))
    case 'curl':
      return (
        words.some((word) => /^(-T|--upload-file)/.test(word)) && words.some((word) => /^(s?ftps?|scp):\/\//.test(word))
      )
    default:
      return false
  }
}

/** Where PowerShell's `Copy-Item` copies to: what its option names, or the second of two words. */
function destinationOf(words: readonly string[]): string {
  const at = words.findIndex((word) => /^-Dest\w*$/i.test(word))
  if (at >= 0) return words[at + 1] ?? ''
  const plain = words
    .slice(1)
    .filter((word, i, all) => !word.startsWith('-') && !/^-(Path|LiteralPath)$/i.test(all[i - 1] ?? ''))
  return plain[1] ?? ''
}

/** A remote of rclone, configured or written out (`prod:www`, `:sftp,host=shop:/srv`); no drive letter, no URL. */
const remoteOfRclone = /^(:?(?:[\w.-]|\$\{[^}]*\}){2,}(?:,[^:\s]*)?):(?!\/\/)/
/** Kinds of remotes that keep objects or backups, and serve as no machine's folder. */
const ofObjects = /s3|r2|gcs|b2|drive|dropbox|backup|blob|minio|spaces|wasabi|swift|storage|bucket|archive|cache/i

/**
 * Whether rclone copies files to a remote of which nobody tells whether it is a machine's folder or a store of objects
 * (rclone.org/docs, "Syntax of remote paths").
 */
export function copiesToRemote(words: readonly string[]): boolean {
  if (words[0] !== 'rclone' || words.some((word) => /^(-n|--dry-run|--interactive|-i)$/.test(word))) return false
  const verb = words.findIndex((word) => /^(copy|copyto|sync|move|moveto|bisync)$/.test(word))
  return words.some((word, at) => {
    const name = remoteOfRclone.exec(word)?.[1]
    return name !== undefined && verb > 0 && at > verb + 1 && !words[at - 1]?.startsWith('-') && !ofObjects.test(name)
  })
}
