import type { Kind } from '../../../../config/vocabulary.ts'
import { type Call, emit, flagValue } from '../call.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import { environmentName } from './environment-name.ts'

/** What a run has to tell of itself: reports of tests, coverage, logs. Nothing is deployed by keeping them. */
const ofReports =
  /(^|[-_./])((test|scan|unit|e2e|junit|allure|lighthouse|coverage|performance|mutation)[-_]?(results?|reports?|artifacts?|logs?)|coverage|junit|screenshots)([-_./]|$)/i

/** Options of `aws s3 sync` and `cp` that take the next word as their value (docs.aws.amazon.com/cli, "s3 sync"). */
const valuedByS3 =
  /^--(acl|cache-control|content-(type|encoding|disposition|language)|cli-(connect|read)-timeout|color|copy-props|endpoint-url|exclude|expires|expected-size|grants|include|metadata(-directive)?|output|page-size|profile|query|region|request-payer|source-region|sse(-c|-c-key|-c-copy-source|-c-copy-source-key|-kms-key-id)?|storage-class|website-redirect)$/

/** `aws s3 sync dir s3://bucket`: a site is deployed so, and much else is stored so. */
export function awsSync(call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  const { words } = call
  const at = words.indexOf('s3')
  if (at < 0 || !/^(sync|cp|mv)$/.test(words[at + 1] ?? '')) return false
  const rest = words.slice(at + 2)
  const plain = rest.filter((word, i) => !word.startsWith('-') && !valuedByS3.test(rest[i - 1] ?? ''))
  const [from = '', to = ''] = plain
  const outward = !from.startsWith('s3://') && (to.startsWith('s3://') || /^\$/.test(to))
  const site = isSite(from, to) || words.includes('--delete')
  // what is copied one by one is as often kept as served
  const whole =
    words[at + 1] === 'sync' ||
    (words.includes('--recursive') && !/artifact|backup|archive|release|cache|report/i.test(to))
  const keeps = ofReports.test(from) || (ofReports.test(to.replace(/^s3:\/\/[^/]*/, '')) && !words.includes('--delete'))
  const kinds: Kind[] = whole && outward && site && !keeps && !words.includes('--dryrun') ? ['deploy'] : []
  emit(finder, shell, context, call, {
    kinds,
    tool: `aws s3 ${words[at + 1]}`,
    environment: outward ? environmentName([to.replace(/^s3:\/\//, '').replace(/\/.*$/, '')]) : undefined,
  })
  return true
}

/** Whether what is copied is a site: by the folder that it comes from, or the name of where it goes. */
const isSite = (from: string, to: string): boolean =>
  /(^|\/)(dist|build|public|out|_site|site|www|html|\.next|storybook-static|docs\/build)(\/|$)/.test(from) ||
  /site|web|www|static|frontend|spa|cdn/i.test(to) ||
  // a bucket that is named as the host that it serves
  /^(s3|gs):\/\/[\w-]+(\.[\w-]+)+\.[a-z]{2,}(\/|$)/.test(to)

/** How a program copies whole folders to a store of objects. */
interface Store {
  /** the verbs that copy all of a folder, and those that do with the option for it */
  readonly whole: RegExp
  readonly parts?: RegExp
  /** what stands for a place in the store */
  readonly place: RegExp
  /** with these it takes away there what is not here */
  readonly deletes?: RegExp
  readonly tries?: RegExp
  readonly valued: RegExp
}

const google = {
  whole: /^rsync$/,
  parts: /^(cp|mv)$/,
  place: /^gs:\/\//,
  // cloud.google.com/storage/docs/gsutil/commands/rsync; gcloud storage rsync
  deletes: /^-[a-zA-Z]*d[a-zA-Z]*$|^--delete-unmatched-destination-objects$/,
  tries: /^--dry-run$/,
  valued:
    /^(-a|-h|-i|-j|-o|-u|-x|-z|--(exclude|cache-control|content-type|predefined-acl|gzip-in-flight|gzip-local|project|account))$/,
} satisfies Store

/* Programs beside those of AWS and Azure; what rclone's remotes are stands in a configuration. */
const stores: Readonly<Record<string, Store>> = {
  gsutil: google,
  gcloud: google,
  // github.com/peak/s5cmd: a pattern of files is all below a folder
  s5cmd: {
    whole: /^(sync|cp|mv)$/,
    place: /^s3:\/\//,
    deletes: /^--delete$/,
    tries: /^--dry-run$/,
    valued:
      /^--(acl|cache-control|concurrency|content-type|destination-region|endpoint-url|exclude|numworkers|profile|storage-class)$/,
  },
  s3cmd: {
    whole: /^sync$/,
    parts: /^put$/,
    place: /^s3:\/\//,
    deletes: /^--delete-removed$/,
    tries: /^(-n|--dry-run)$/,
    valued: /^(-c|-m|--(config|access_key|secret_key|host|host-bucket|exclude|include|mime-type|region|add-header))$/,
  },
  // learn.microsoft.com/azure/storage/common/storage-ref-azcopy
  azcopy: {
    whole: /^(sync|copy|cp|c)$/,
    place: /^https:\/\/\S+\.(blob|z\d+\.web|file)\.core\./,
    deletes: /^--delete-destination=true$/,
    tries: /^--dry-run$/,
    valued:
      /^--(content-type|cache-control|exclude-path|exclude-pattern|include-path|include-pattern|from-to|log-level)$/,
  },
  // min.io/docs/minio/linux/reference/minio-mc: `alias/bucket`
  mc: {
    whole: /^mirror$/,
    parts: /^cp$/,
    place: /^[a-z][\w-]*\/[\w-]/i,
    deletes: /^--remove$/,
    tries: /^--(dry-run|fake)$/,
    valued: /^--(attr|exclude|newer-than|older-than|storage-class|tags)$/,
  },
}

/**
 * `gsutil -m rsync -r public gs://shop`, `azcopy copy 'dist/*' https://shop.blob.core.windows.net/$web`: as `aws s3 sync`, a
 * deployment where what is copied is a site.
 */
export function storeSync(name: string, call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  const store = stores[name]
  if (!store || (name === 'gcloud' && !call.words.includes('storage'))) return false
  const words = call.words.slice(name === 'gcloud' ? call.words.indexOf('storage') + 1 : 1)
  const at = words.findIndex((word) => store.whole.test(word) || store.parts?.test(word))
  const verb = words[at]
  // what stands before the verb are options of the program
  if (
    verb === undefined ||
    words.slice(0, at).some((word, i) => !/^-/.test(word) && !store.valued.test(words[i - 1] ?? ''))
  )
    return false
  const rest = words.slice(at + 1)
  const plain = rest.filter((word, i) => !word.startsWith('-') && !store.valued.test(rest[i - 1] ?? ''))
  const to = plain.at(-1) ?? ''
  const from = plain.slice(0, -1)
  const whole =
    store.whole.test(verb) || rest.some((word) => /^(-[a-zA-Z]*[rR][a-zA-Z]*|--recursive(=true)?)$/.test(word))
  const outward =
    from.length > 0 &&
    from.every((one) => !store.place.test(one) || (name === 'mc' && isSite(one, ''))) &&
    (store.place.test(to) || /^\$/.test(to))
  const isWeb = /[/}](\$|\$\{|%24)web\b/i.test(to)
  const site = isWeb || from.some((one) => isSite(one, to)) || rest.some((word) => store.deletes?.test(word))
  const keeps =
    from.some((one) => ofReports.test(one)) || (ofReports.test(to) && !rest.some((word) => store.deletes?.test(word)))
  const isKept = /artifact|backup|archive|release|cache|report/i.test(to) && store.parts?.test(verb)
  const deploys = whole && outward && site && !keeps && !isKept && !rest.some((word) => store.tries?.test(word))
  emit(finder, shell, context, call, {
    kinds: deploys ? ['deploy'] : [],
    tool: `${name}${name === 'gcloud' ? ' storage' : ''} ${verb}`,
    environment: outward ? environmentName([to.replace(/^\w+:\/\//, '').replace(/\/.*$/, '')]) : undefined,
  })
  return true
}

/** A store of what people or machines fetch, and no site. */
const packages =
  /(^|[-_./])(apt|deb|rpm|yum|nuget|helm)?[-_]?(packages?|releases?|artifacts?|downloads?|charts|repos?|repository)([-_./]|$)/i

/**
 * `az storage blob upload-batch -d packages`: what goes to a container that is called after packages is published there
 * (learn.microsoft.com/cli/azure/storage/blob), and reports are kept. Of other containers the table says what it means.
 */
export function blobSync(call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  const { words } = call
  const verb = words[3] ?? ''
  if (words[1] !== 'storage' || words[2] !== 'blob' || !/^(upload|upload-batch|sync)$/.test(verb)) return false
  const to = flagValue(call, ['-d', '--destination', '-c', '--container-name', '--container'])
  const from = flagValue(call, ['-s', '--source', '-f', '--file'])
  const kinds: Kind[] | undefined = [to, from].some((place) => ofReports.test(place ?? ''))
    ? []
    : packages.test(to ?? '')
      ? ['publish']
      : undefined
  if (!kinds) return false
  emit(finder, shell, context, call, { kinds, tool: `az storage blob ${verb}` })
  return true
}
