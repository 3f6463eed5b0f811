/* What the name of a host tells: whose it is, and of which environment. */

/** What a host is by its name alone. */
export type HostKind = 'local' | 'public' | 'named' | 'resource' | 'platform' | 'address' | 'other'

/** Reserved names (RFC 2606, 6761), this machine, what a container engine or an emulator calls it, names of one label. */
const local =
  /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1?\]?|169\.254\.\d+\.\d+|172\.17\.0\.1|10\.0\.2\.2)$|(^|\.)(localhost|local|localdomain|test|invalid|example|internal\.test|docker\.internal|localtest\.me|lvh\.me|nip\.io|sslip\.io|xip\.io|svc|cluster\.local|example\.(com|org|net|edu|gov|io|co\.uk|gov\.uk)|domain\.(com|tld)|(my|your)-?(app|domain|company|site|server|host|api|org|service|website)[\w-]*\.\w+|company\.com|acme\.(com|org)|foo\.(com|bar)|bar\.com|test\.com|metadata\.google\.internal)$/

/** Names that programs of everybody speak to: an environment word in them (`dev.azure.com`) says nothing of ours. */
const open =
  /(^|\.)(github\.com|githubusercontent\.com|gitlab\.com|bitbucket\.org|atlassian\.(com|net)|google\.com|googleapis\.com|gstatic\.com|googletagmanager\.com|youtube\.com|microsoft\.com|microsoftonline\.com|(?<!(?:cloudapp|database|documents|cosmos|cache)\.)azure\.com|live\.com|live\.net|office\.com|office365\.com|visualstudio\.com|nuget\.org|windows\.com|apple\.com|amazon\.com|aws\.amazon\.com|docker\.(io|com)|npmjs\.(org|com)|jsdelivr\.net|unpkg\.com|cloudflare\.com|pypi\.org|python\.org|rubygems\.org|apache\.org|mozilla\.org|w3\.org|w3schools\.com|xmlsoap\.org|openapis\.org|json-schema\.org|schema\.org|letsencrypt\.org|paypal\.com|stripe\.com|braintreegateway\.com|adyen\.com|salesforce\.com|force\.com|twilio\.com|sendgrid\.(com|net)|mailgun\.(net|org)|slack\.com|discord\.com|telegram\.org|whatsapp\.com|facebook\.(com|net)|twitter\.com|x\.com|linkedin\.com|pinterest\.com|reddit\.com|stackoverflow\.com|wikipedia\.org|auth0\.com|okta\.com|oktapreview\.com|sentry\.io|datadoghq\.(com|eu)|newrelic\.com|mysql\.com|postgresql\.org|mongodb\.com|redis\.io|oracle\.com|ibm\.com|spring\.io|jetbrains\.com|openai\.com|anthropic\.com|dev\.to|web\.dev|ubuntu\.com|debian\.org|kubernetes\.io|k8s\.io|gravatar\.com|shopify\.com|ebay\.com|intuit\.com|quickbooks\.com|docusign\.(com|net)|zoom\.us|notify\.works|orcid\.org|login\.gov|idmanagement\.gov|getpostman\.com|mock\.pstmn\.io|placeholder\.com|picsum\.photos|httpbin\.org|reqres\.in|typicode\.com|sandbox\.[\w-]+\.com|ossrdbms-aad\.database\.windows\.net|truststore\.pki(\.[\w-]+)?\.rds\.amazonaws\.com)$/

/** Databases, queues, caches and vaults of clouds: each name is one that somebody made, and no public service. */
const resource =
  /\.(rds|cache|docdb|redshift|es|mq|kafka|memorydb|neptune|aoss|dax)\.[\w.-]*amazonaws\.com$|\.(database|servicebus|redis\.cache|search|table\.core|queue\.core)\.windows\.net$|\.(vault|documents|mongo\.cosmos|redis\.cache)\.azure\.(net|com)$|\.(mysql|postgres|mariadb)\.database\.azure\.com$|\.mongodb\.net$|\.(upstash|redislabs|redns\.redis-cloud|aivencloud|neon|confluent|cloudamqp|supabase|planetscale|psdb)\.(io|com|tech|cloud|co)$/

/** Where anybody's programs are reached under a name of the platform. */
const platform =
  /\.(azurewebsites\.net|azure-api\.net|azurecontainerapps\.io|azurestaticapps\.net|azurefd\.net|azureedge\.net|cloudapp\.azure\.com|herokuapp\.com|run\.app|cloudfunctions\.net|appspot\.com|web\.app|firebaseapp\.com|firebaseio\.com|onrender\.com|fly\.dev|railway\.app|vercel\.app|netlify\.app|pages\.dev|workers\.dev|cloudapps\.digital|app\.cloud\.gov|cfapps\.io|openshiftapps\.com|execute-api\.[\w-]+\.amazonaws\.com|elb\.amazonaws\.com|elasticbeanstalk\.com|awsapprunner\.com|cloudfront\.net|b2clogin\.com|digitaloceanspaces\.com|ondigitalocean\.app)$/

/** Words of which each means an environment wherever it stands in the name of a host. */
const telling =
  /^(staging|stage|stg|uat|preprod|preproduction|prod|production|prd|dev|develop|development|qa|nonprod|sit)\d*$/
/** And those that do so only where the domain is known to be ours. */
const weak = /^(test|testing|int|integration|live|sandbox|acc|acceptance|preview|review|demo|pp|e2e|tst|nft)\d*$/

/** The kind of a host that is written in code, by its name alone. In lower case, without a port. */
export function kindOfHost(host: string): HostKind {
  if (!host.includes('.') || local.test(host)) return 'local'
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return privateAddress.test(host) ? 'address' : 'other'
  if (open.test(host)) return 'public'
  if (resource.test(host)) return 'resource'
  const words = wordsOf(host)
  if (words.some((word) => telling.test(word))) return 'named'
  return platform.test(host) ? 'platform' : 'other'
}

const privateAddress = /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)/

/** Whether a host is the name of a site on a platform that gives one to everybody. */
export const isOnPlatform = (host: string) => platform.test(host)

/** The words before the domain: `api-dev.shop.gov.uk` has api and dev; on a platform, the name of the site. */
function wordsOf(host: string): readonly string[] {
  const site = host.replace(platform, '')
  const before = site === host ? host.slice(0, -domainOf(host).length - 1) : site
  return before.replace(uuid, '').split(/[.-]/)
}

/* `2e11f2c8-970f-44f5-acc8-b47ef6c741ad`: no part of it is a word. */
const uuid = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g

/** Whether a word before the domain may mean an environment, where the domain is ours. */
export const namesEnvironment = (host: string) => wordsOf(host).some((word) => telling.test(word) || weak.test(word))

/** The words that an environment is called by in a host, for people. */
export const environmentWord = (host: string) =>
  wordsOf(host).find((word) => telling.test(word)) ?? wordsOf(host).find((word) => weak.test(word)) ?? ''

/** Endings below which anybody may have a name; the public suffix list has thousands, these are what code holds. */
const suffix =
  /(?:^|\.)((?:com|co|org|net|gov|gob|gouv|govt|ac|edu|mil|nhs|police|service|gc|gv|go|or|ne|ltd|plc|sch|asn|id)\.[a-z]{2}|(?:service|digital\.cabinet-office)\.gov\.uk|(?:azurewebsites|azureedge|azure-api|azurefd|azurestaticapps|cloudfront)\.net|(?:herokuapp|appspot|firebaseapp|firebaseio|onrender)\.com|(?:run|web|vercel|netlify|railway)\.app|(?:pages|workers|fly)\.dev|github\.io|[a-z][a-z0-9-]*)$/

/** The domain that somebody registered: `shop.gov.uk` of `api.dev.shop.gov.uk`. */
export function domainOf(host: string): string {
  const ending = suffix.exec(host)?.[1] ?? ''
  const rest = host.slice(0, -ending.length - 1)
  if (rest === '') return host
  return `${rest.slice(rest.lastIndexOf('.') + 1)}.${ending}`
}
