import type { Text } from '../../documents/text.ts'
import type { Capability } from '../schema/service.ts'

/** A setting by whose name or value one sees what a service does. */
export interface SettingSign {
  readonly name: Capability['name']
  readonly sign: string
  readonly start: number
  readonly end: number
}

/** Files that say what a service is configured with, by their names: settings, lists of variables, values of charts. */
export const settingsPath =
  /(^|\/)(\.env([.-][\w-]+)*|(example|sample|template)\.env|(application|bootstrap)[\w-]*\.(ya?ml|properties|conf)|appsettings(\.\w+)*\.json|(settings|config|configuration|environment|env)\.(py|rb|[cm]?[jt]s|go|kt|exs|json|ya?ml|toml)|serverless\.ya?ml|values([.-][\w.-]+)?\.ya?ml)$|(^|\/)(config|settings)\/[\w-]+\.(py|rb|[cm]?[jt]s|exs|ya?ml|json|toml)$/

/** Settings for work on the code, for tests and of pipelines: stand-ins are told there. */
export const settingsOfWork =
  /(^|[/.-])(test|tests|testing|ci|pipelines?|e2e|local|docker|mock|mocks|wiremock|stubs?)([/.-]|$)|(^|\/)\.[\w-]+\//i

const partners =
  'STRIPE|TWILIO|VONAGE|SENDGRID|MAILGUN|MAILJET|POSTMARK|RESEND|MAILCHIMP|MANDRILL|BREVO|OPENAI|ANTHROPIC|GEMINI|COHERE|MISTRAL|HUGGING_?FACE|DEEPL|SLACK|DISCORD|TELEGRAM|(?:GOV_?UK_)?NOTIFY|PAYPAL|BRAINTREE|ADYEN|MOLLIE|RAZORPAY|PLAID|ZENDESK|HUBSPOT|SALESFORCE|ALGOLIA|CONTENTFUL|CLOUDINARY|SHOPIFY|GOOGLE_MAPS|MAPBOX|RECAPTCHA|HCAPTCHA|TURNSTILE'

/** What a variable is for, by its name; a prefix of the application may stand before it. */
const variables: readonly (readonly [name: Capability['name'], pattern: string])[] = [
  [
    'integrations',
    `(?:${partners})_(?:API_)?(?:KEY|TOKEN|SECRET(?:_KEY)?|URL)|(?:SLACK|DISCORD)_WEBHOOK(?:_URL)?|TWILIO_ACCOUNT_SID|SMTP_(?:HOST|SERVER|ADDRESS|URL)|EMAIL_HOST|MAIL_SERVER`,
  ],
  [
    'data-access',
    'DATABASE_(?:URL|URI|HOST)|DB_(?:HOST|URL|HOSTNAME|CONNECTION_STRING)|POSTGRES(?:QL)?_(?:HOST|URL|URI)|PGHOST|MYSQL_(?:HOST|URL)|MONGO(?:DB)?_(?:URL|URI|HOST)|COSMOS(?:DB)?_(?:ENDPOINT|URI|CONNECTION_STRING)|DYNAMODB_TABLE(?:_NAME)?',
  ],
  [
    'authentication',
    'OIDC_(?:CLIENT_ID|ISSUER(?:_URL)?|CLIENT_SECRET)|AUTH0_(?:DOMAIN|CLIENT_ID)|KEYCLOAK_(?:URL|REALM|CLIENT_ID)|COGNITO_(?:USER_POOL_ID|CLIENT_ID)|SAML_(?:ISSUER|IDP_\\w+)|LDAP_(?:URL|HOST|SERVER)|JWT_SECRET(?:_KEY)?',
  ],
]

const addresses: readonly (readonly [name: Capability['name'], pattern: RegExp])[] = [
  [
    'data-access',
    /jdbc:(?:postgresql|mysql|mariadb|sqlserver|oracle)|\b(?:mongodb(?:\+srv)?|postgres(?:ql)?(?:\+\w+)?|mysql(?:\+\w+)?):\/\/|django\.db\.backends\.(?:postgresql|mysql|oracle)/g,
  ],
]

/** Where the name of a variable begins, and nowhere within one: it is gone through once. */
const beginsName = '(?<![A-Za-z0-9_])_*'

const named = variables.map(
  ([name, pattern]) => [name, new RegExp(`${beginsName}(?:[A-Z][A-Z0-9]*_)*(?:${pattern})(?![A-Z0-9_])`, 'g')] as const,
)

/** Words of which the name of a system elsewhere is not made: the service itself, its parts, its stages, and the tools of work. */
const ownWords = new Set(
  'VITE NEXT PUBLIC REACT APP NUXT EXPO GATSBY VUE NG BACKEND FRONTEND SERVER CLIENT WEB MAIN BASE ROOT INTERNAL EXTERNAL LOCAL DEV DEVELOPMENT STAGING STAGE PROD PRODUCTION PREVIEW TEST TESTS E2E CYPRESS PLAYWRIGHT MOCK MY OUR SERVICE SERVICES REST GRAPHQL HTTP HTTPS DEFAULT ADMIN CORE V1 V2 V3 SITE UI DOCS OPEN SWAGGER SPRINGDOC CI GITHUB GITLAB SONAR DATADOG DD SENTRY RELIC NEW ELASTIC APM OTEL URL PATH HOST API AUTH DATA APPLICATION SITESETTINGS MANAGEMENT SELF THIS GLOBAL COMMON SETTINGS CONFIG CONFIGURATION'.split(
    ' ',
  ),
)

const otherApi = new RegExp(
  `${beginsName}([A-Z][A-Z0-9_]*?)_API(?:_SERVICE)?(?:_BASE|_ROOT|_CLIENT)?_(?:URL|URI|HOST|ENDPOINT)(?![A-Z0-9_])`,
  'g',
)

/**
 * Signs in a file of settings, of which comments tell nothing.
 * @param isOwn whether a system of this name is part of the repository itself
 */
export function* signsInSettings(text: Text, isOwn: (name: string) => boolean): Generator<SettingSign> {
  const { content } = text
  const told = (start: number) => !/^(#|\/\/|<!--|\*)/.test(text.line(text.position(start).line).trimStart())
  for (const [name, pattern] of [...named, ...addresses]) {
    for (const match of content.matchAll(pattern)) {
      if (!told(match.index)) continue
      yield { name, sign: `the setting ${match[0]}`, start: match.index, end: match.index + match[0].length }
      break
    }
  }
  for (const match of content.matchAll(otherApi)) {
    if (!told(match.index) || !isElsewhere(match[1] as string, isOwn)) continue
    const end = match.index + match[0].length
    yield { name: 'integrations', sign: `the setting ${match[0]}`, start: match.index, end }
    break
  }
  yield* addressesOfSystems(text, isOwn)
}

const address = /^([ \t]+)["']?(base[-_]?(?:url|uri|address))["']?\s*:/im
const sectionKey = /^\s*["']?([\w.-]+)["']?\s*:\s*\{?\s*$/

/**
 * A section, of YAML or JSON as it is usually written, with an address of a system elsewhere: `prison-api: {base-url: …}`.
 * Told by the lines: such files are templates as often as not.
 */
function* addressesOfSystems(text: Text, isOwn: (name: string) => boolean): Generator<SettingSign> {
  if (!address.test(text.content)) return
  /* the lines that the one looked at stands below, each further left than the next, with the sections that they begin */
  const above: { readonly indent: number; readonly section: string | undefined }[] = []
  let at = 0
  for (const line of text.content.split('\n')) {
    const indent = line.search(/\S/)
    if (indent >= 0) {
      while ((above.at(-1)?.indent ?? -1) >= indent) above.pop()
      const section = above.at(-1)?.section
      const [written = '', , key] = address.exec(line) ?? []
      if (key !== undefined && section !== undefined && isElsewhere(section, isOwn)) {
        yield {
          name: 'integrations',
          sign: `the setting ${section}.${key}`,
          start: at + indent,
          end: at + written.length,
        }
        return
      }
      above.push({ indent, section: sectionKey.exec(line)?.[1] })
    }
    at += line.length + 1
  }
}

/** Whether what a setting is named after is another system, by the words of the name. */
function isElsewhere(name: string, isOwn: (name: string) => boolean): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '' && !ownWords.has(word))
  return words.length > 0 && words.join('').length > 2 && !isOwn(words.join('').toLowerCase())
}
