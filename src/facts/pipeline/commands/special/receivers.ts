import type { Kind } from '../../../../config/vocabulary.ts'

/*
 * Where a request goes that tells people or machines something, by its address or the variable that holds it.
 */

/** What a pattern of addresses is for; its group `place`, where it has one, may name the environment. */
export interface Receiver {
  readonly pattern: RegExp
  readonly kind: Kind
  /** only of requests that send something: to ask there changes nothing */
  readonly sends?: true
}

const any = (parts: readonly string[]) => new RegExp(parts.join('|'), 'i')

/** Platforms whose hooks people keep in variables of their name: `$PORTAINER_WEBHOOK`, `${{ secrets.COOLIFY_WEBHOOK_URL }}`. */
const hooksByName = String.raw`\b(PORTAINER|COOLIFY|DOKPLOY|CAPROVER|EASYPANEL|FORGE|PLOI|ENVOYER|RENDER|NETLIFY|VERCEL|AMPLIFY|CLOUDFLARE_PAGES|CF_PAGES|RAILWAY|ZEABUR|KOYEB)_(\w+_)?(WEB)?HOOK`

/** Hooks: whoever asks there deploys, and by their addresses alone. */
const hooks = [
  String.raw`api\.render\.com\/deploy`,
  String.raw`api\.vercel\.com\/v1\/integrations\/deploy`,
  String.raw`api\.netlify\.com\/build_hooks`,
  // Portainer: services and stacks
  String.raw`\/api\/(webhooks|stacks\/webhooks)\/[\w-]+$`,
  'DEPLOY_?(HOOK|WEBHOOK)',
  'deploy[-_]hook',
  hooksByName,
  String.raw`WATCHTOWER[\w.:{}-]*\/v1\/update`,
  // tomcat.apache.org, "Manager App How-To"; without `text` before version 7
  String.raw`\/manager\/(?:text\/)?deploy\?`,
  // Kudu of App Service
  String.raw`\.scm\.[\w.-]+\/api\/(?:zipdeploy|wardeploy|publish)\b`,
  // Argo CD, whose applications are often called after their environment, and Coolify
  String.raw`\/api\/v1\/(?<place>applications\/[^/?]+)\/sync$`,
  String.raw`\/api\/v1\/deploy\?(?:\S*&)?(?:uuid|tag)=`,
  // Laravel Forge, Ploi, Envoyer, DeployHQ, Amplify, CapRover
  String.raw`forge\.laravel\.com\/(api\/)?servers\/.+\/deploy`,
  String.raw`ploi\.io\/webhooks\/servers\/`,
  String.raw`envoyer\.io\/deploy\/`,
  String.raw`app\.deployhq\.com\/deploy\/`,
  String.raw`webhooks\.amplify\.[\w-]+\.amazonaws\.com\/`,
  String.raw`\/user\/apps\/webhooks\/triggerbuild\b`,
  // docs.dokploy.com, "Auto Deploy"
  String.raw`\/api\/deploy\/(compose\/)?([\w-]{12,}|\$\{.*)$`,
  // github.com/adnanh/webhook: the name of a hook that says so
  String.raw`\/hooks\/([\w-]+[-_])?(re)?deploy([-_][\w-]+)?$`,
  // Cloud 66 and Keel; containers of App Service (learn.microsoft.com, "CI/CD with custom containers")
  String.raw`hooks\.cloud66\.com\/stacks\/redeploy\/`,
  String.raw`\/v1\/webhooks\/native$`,
  String.raw`\.scm\.[\w.-]+\/(?:api\/registry\/webhook|docker\/hook)\b`,
]

/** Interfaces of platforms, which tell of deployments too. */
const interfaces = [
  String.raw`api\.cloudflare\.com\/\S*\/pages\/projects\/[^/]+\/deployments$`,
  String.raw`api\.digitalocean\.com\/v2\/apps\/[^/]+\/deployments$`,
  String.raw`api\.heroku\.com\/apps\/[^/]+\/(releases|formation|builds)$`,
  String.raw`api\.koyeb\.com\/v1\/services\/[^/]+\/redeploy`,
  String.raw`api\.render\.com\/v1\/services\/[^/]+\/deploys`,
  String.raw`api\.vercel\.com\/v\d+\/deployments`,
  String.raw`api\.netlify\.com\/api\/v1\/sites\/[^/]+\/(deploys|builds)`,
  String.raw`pythonanywhere\.com\/api\/v0\/\S+\/reload\/?$`,
  String.raw`\/api\/(application|compose)\.(re)?deploy$`,
  String.raw`\/api\/stacks\/[^/?]+(\/git\/redeploy)?\?\S*endpointId=`,
  String.raw`api\.machines\.dev\/v1\/apps\/[^/?]+\/machines(\/[\w$\{\}-]+)?$`,
  String.raw`api\.qovery\.com\/\S+\/(re)?deploy$`,
  String.raw`scalingo\.com\/v1\/apps\/[^/?]+\/deployments$`,
  String.raw`api\.kinsta\.com\/v2\/\S*\/?deployments$`,
  // Octopus Deploy; Docker Engine's API, "Update a service"; Nomad's, "Create Job"
  String.raw`(octopus\S*\/api|\/api\/Spaces-\d+)\/deployments(\/create\/(un)?tenanted(\/v1)?)?$`,
  String.raw`\/services\/[^/?]+\/update\?version=`,
  String.raw`(:4646|nomad[\w.-]*(:\d+)?|NOMAD\w*\})\/v1\/jobs?(\/(?!parse$|statuses$)[^/?]+)?$`,
]

/**
 * The workloads of a cluster, asked of its API (kubernetes.io/docs/reference/kubernetes-api) or of Rancher's; what is only tried
 * (`?dryRun=All`), scaled or deleted is deployed by nobody.
 */
const workloads = [
  String.raw`\/apis\/(?:apps|serving\.knative\.dev|apps\.openshift\.io|argoproj\.io)\/v\w+\/namespaces\/(?<place>[^/?]+)\/(?:deployments|statefulsets|daemonsets|services|deploymentconfigs|rollouts)(?:\/[^/?]+(?:\/instantiate)?)?(?:\?(?!\S*dryRun)\S*)?$`,
  String.raw`\/v3\/projects?\/[^/?]+\/workloads\/[^/?]+(?:\?action=redeploy)?$`,
  String.raw`\/v1\/apps\.deployments\/(?:[^/?]+\/)?[^/?]+$`,
]

const states = String.raw`statuspage\.io|status-?page|instatus\.com|cachethq|\/api\/v1\/components\/\d|betterstack\.com\/.*status-pages|status\.io\/v2|STATUSPAGE|CACHET|INSTATUS`

const records = String.raw`\/deployments(\.json)?\b.*newrelic|newrelic\.com.*deployments|sentry\.io\/api\/.*\/(releases|deploys)|datadoghq\.(com|eu)\/api\/v\d\/(events|dora)|\/api\/annotations|api\.honeybadger\.io\/v1\/deploys|rollbar\.com\/api\/1\/deploy|bugsnag\.com|sleuth\.io|api\.linearb\.io|service-now\.com|atlassian\.(com|net)\/.*\/deployments|change-tracking|api\.github\.com\/repos\/.*\/(deployments|statuses)`

const people = String.raw`hooks\.slack\.com|slack\.com\/api|discord(app)?\.com\/api\/webhooks|webhook\.office\.com|outlook\.office|\blogic\.azure\.com|events\.(eu\.)?pagerduty\.com|api\.(eu\.)?opsgenie\.com|api\.telegram\.org|chat\.googleapis\.com|api\.mailgun\.net|api\.sendgrid\.com|mattermost|rocket\.?chat|api\.pushover\.net|ntfy\.sh|api\.postmarkapp\.com|api\.resend\.com|mandrillapp\.com|api\.mailjet\.com|notifications\.service\.gov\.uk|alert\.victorops\.com|api\.incident\.io|webexapis\.com|zulipchat\.com|calendar\/v3\/calendars|graph\.microsoft\.com\/.*\/(sendMail|events|messages)|smtps?:\/\/|SLACK|TEAMS_|DISCORD|MATTERMOST|PAGERDUTY|OPSGENIE|TELEGRAM|MS_TEAMS`

/** The first whose pattern an address has tells what a request to it is for. */
export const receivers: readonly Receiver[] = [
  { pattern: any(hooks), kind: 'deploy' },
  { pattern: any(interfaces), kind: 'deploy', sends: true },
  { pattern: any(workloads), kind: 'deploy', sends: true },
  { pattern: any([states]), kind: 'status' },
  { pattern: any([records]), kind: 'record' },
  { pattern: any([people]), kind: 'notify' },
]

/* Hooks of platforms that build the commit that they deploy, unless they are given an image (render.com/docs/deploy-hooks). */
export const buildsItself = any([
  String.raw`api\.render\.com\/(deploy|v1\/services)`,
  String.raw`api\.vercel\.com`,
  String.raw`api\.netlify\.com`,
  'DEPLOY_?HOOK',
  'deploy[-_]hook',
  hooksByName,
  String.raw`forge\.laravel\.com|ploi\.io|envoyer\.io|app\.deployhq\.com|webhooks\.amplify\.|\/webhooks\/triggerbuild\b`,
  String.raw`\/api\/deploy\/|\/api\/(application|compose)\.(re)?deploy|api\.digitalocean\.com|api\.koyeb\.com|api\.cloudflare\.com|api\.heroku\.com\/\S+\/builds`,
  String.raw`\/hooks\/\S*deploy`,
])
