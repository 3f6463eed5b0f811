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
  if (at < 0 || !/^(sync|cp)$/.test(words[at + 1] ?? '')) return false
  const rest = words.slice(at + 2)
  const plain = rest.filter((word, i) => !word.startsWith('-') && !valuedByS3.test(rest[i - 1] ?? ''))
  const [from = '', to = ''] = plain
  const outward = !from.startsWith('s3://') && (to.startsWith('s3://') || /^\$/.test(to))
  const site =
    /(^|\/)(dist|build|public|out|_site|site|www|html|\.next|storybook-static|docs\/build)(\/|$)/.test(from) ||
    words.includes('--delete') ||
    /site|web|www|static|frontend|spa|cdn/i.test(to) ||
    // a bucket that is named as the host that it serves
    /^s3:\/\/[\w-]+(\.[\w-]+)+\.[a-z]{2,}(\/|$)/.test(to)
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
