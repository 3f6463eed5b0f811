import { isThisRepository } from '../../../address.ts'
import type { Call } from '../call.ts'
import { pathFrom } from '../shell/paths.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'

/** Platforms that build and deploy what is pushed to their Git host, by a word of the remote or of its address. */
const platforms =
  /heroku|dokku|clever-cloud|gigalixir|scalingo|platform\.sh|upsun|pantheon|wpengine|piku|aptible|azurewebsites|acquia|drush\.in/i

/**
 * What a push to a platform's Git host deploys to: the remote's name, and the repository behind the host, which is most
 * often the app (`git@beta.aptible.com:shop-prod/shop.git` → `shop-prod/shop.git`; a host's name tells no environment).
 * A remote that the script itself adds is read at its address; the one of Heroku's CLI at the app that it is given
 * (`heroku git:remote -a shop-staging`), else at the variables that people keep its name in. Undefined for what is no such
 * host.
 */
export function pushedPlatform(remote: string, script: string, shell?: Shell): string | undefined {
  const added = [...script.matchAll(/git remote (?:add|set-url) +(?:-\S+ +)*["']?([\w./-]+)["']? +["']?([^\s"';&|]+)/g)]
  const address = added.findLast((match) => match[1] === remote)?.[2] ?? remote
  if (!platforms.test(`${remote} ${address}`)) return undefined
  if (address === remote && /^[\w.-]+$/.test(remote)) {
    const app =
      appOfRemote(remote, script) ?? shell?.variables.get('HEROKU_APP_NAME') ?? shell?.variables.get('HEROKU_APP')
    return app ? `${remote} ${renderedIn(app, shell)}` : remote
  }
  const path = /^(?:\w+:\/\/)?(?:[^/\s@]*@)?[\w.-]+(?::\d+)?[:/](.+)$/.exec(address)?.[1] ?? address
  return address === remote ? path : `${remote} ${path}`
}

/**
 * The address of the platform's repository that a script has cloned, where it pushes from there to where that came from:
 * `git clone ssh://…@codeserver.dev.….drush.in:2222/~/repository.git dist`, `cd dist`, `git push`. Pantheon's Git host is
 * that of its environment Dev (docs.pantheon.io, "Git on Pantheon").
 */
export function clonedPlatform(remote: string, call: Call, shell: Shell, context: Context, finder: Finder) {
  if (!/^(origin)?$/.test(remote) || !isElsewhere(call, shell, finder)) return undefined
  const address = clonesIn(context.source.text).findLast((one) => one.address !== undefined)?.address
  if (address === undefined || !platforms.test(address)) return undefined
  return /\bcodeserver\.(\w+)\./.exec(address)?.[1] ?? pushedPlatform(address, '')
}

/** The app that a remote of Heroku's CLI was made for; `heroku` is its usual name. */
function appOfRemote(remote: string, script: string): string | undefined {
  for (const [, flags = ''] of [...script.matchAll(/heroku git:remote +([^\n;&|]+)/g)].reverse()) {
    const flagOf = (names: string) => new RegExp(`(?:^|\\s)(?:${names})(?:[= ]+)["']?([^\\s"']+)`).exec(flags)?.[1]
    if ((flagOf('-r|--remote') ?? 'heroku') === remote) return flagOf('-a|--app')
  }
  return undefined
}

/** A word that is one variable, as far as that is known. */
function renderedIn(word: string, shell: Shell | undefined): string {
  const [, name] = /^\$\{?(\w+)\}?$/.exec(word) ?? []
  return (name && shell?.variables.get(name)) || word
}

/** Signs in a script that what it changes describes what runs somewhere. */
const describes =
  /kustomize edit set|kustomization|\byq\b|\bsed\b[^\n]*-i|values[\w.-]*\.ya?ml|manifests?\b|gitops|argo-?cd|\bflux\b|helm[-_]?(charts?|releases?)|deployments?\.ya?ml/i
/** An edit of which image, or which version of a chart, runs somewhere. */
const editsImage =
  /kustomize edit set image|\b(?:sed|yq|perl)\b[^\n]*\b(?:images?|newTag|imageTag|image[-_]tag|targetRevision)["']?(?:[:.=[]|\\[.:])/i

/** Whether the script that pushes says which image runs: what it pushes is deployed, wherever that is. */
export const changesImage = ({ source }: Context): boolean => editsImage.test(source.text)

/**
 * Whether what a script pushes to another repository runs without more ado: it is proposed to nobody, and no collection of
 * charts, from which nothing runs yet.
 */
export const rollsOut = (address: string, { source }: Context): boolean =>
  !/charts?(\.git)?$/i.test(address) &&
  !/\b(gh pr|glab mr|hub pull-request)\s+create|create[-_]?pull[-_]?request|merge_request\.create|\/(pulls|merge_requests)\b/i.test(
    source.text,
  )

/** Repositories whose commits deploy nothing. */
const aside = /\.wiki(\.git)?$|homebrew|(^|[/_-])tap(\.git)?$|gh-pages|github\.io|scoop|aur\.archlinux/i

/**
 * The repository that a `git push` goes to, where that is another one whose manifests the script has changed: a
 * deployment that leaves this repository. Undefined for pushes of this one, and for those that are no deployment.
 */
export function pushedManifests(call: Call, shell: Shell, context: Context, finder: Finder): string | undefined {
  const { text } = context.source
  const clones = clonesIn(text)
  const found = clones.find(({ address }) => address !== undefined && !isOwn(address, finder))
  const other = found?.address
  const elsewhere = found?.isHere || isElsewhere(call, shell, finder)
  if (!elsewhere || (clones.length > 0 && other === undefined)) return undefined
  if (!describes.test(`${text} ${other ?? ''}`) || aside.test(other ?? '')) return undefined
  return other?.replace(/^.*@(?=[\w.-]+[:/])|^https?:\/\//, '') ?? 'another repository'
}

const clonesIn = (text: string) =>
  [...text.matchAll(/git (?:[^\n;&|]*\s)?clone\s+([^\n;&|]+)/g)].map(([, words = '']) => ({
    address: addressIn(words),
    // git clones into an empty folder only: what stands there is that repository
    isHere: /\s["']?\.\/?["']?\s*$/.test(words),
  }))

function addressIn(words: string): string | undefined {
  const all = words.split(/\s+/)
  const found = all.find((word, i) => /:\/\/|^["']?git@|\.git\b|^["']?\$/.test(word) && !valued.test(all[i - 1] ?? ''))
  // `${CONFIG_REPO:=git.example.org:shop/config}`: what it is where nothing else is said
  return found?.replace(/["']/g, '').replace(/^\$\{\w+:?[=-]([^}$]+)\}$/, '$1')
}

/** Flags of `git clone` whose value is no address. */
const valued = /^(-b|--branch|--depth|-o|--origin|-c|--config|-j|--jobs|--reference|--filter)$/

/** In a folder that is none of this repository: cloned, or not known. */
function isElsewhere(call: Call, shell: Shell, finder: Finder): boolean {
  const at = call.words.indexOf('-C')
  const folder = at < 0 ? shell.directory : pathFrom(call.words[at + 1] ?? '', shell)
  if (folder === undefined || shell.others?.some((one) => folder === one || folder.startsWith(`${one}/`))) return true
  return finder.unpacked && folder !== '' && finder.repository.under(folder).length === 0
}

function isOwn(address: string, { repository }: Finder): boolean {
  if (
    /GITHUB_REPOSITORY|github\.repository\b|CI_PROJECT|CI_REPOSITORY_URL|CIRCLE_REPOSITORY|BITBUCKET_REPO|BUILD_REPOSITORY|\bGIT_URL\b/i.test(
      address,
    )
  ) {
    return true
  }
  return isThisRepository(address, repository) === true
}
