import { routeFile } from './files.ts'
import { healthOf, segmentsOf } from './path.ts'

/*
 * How programs say at which paths they answer. A route is a call or an annotation with a literal; the shapes below are
 * those of the frameworks' own documentation: expressjs.com (Routing), fastify.dev (Routes), docs.nestjs.com (Controllers),
 * fastapi.tiangolo.com (APIRouter), flask.palletsprojects.com (Blueprints), docs.djangoproject.com (URL dispatcher),
 * guides.rubyonrails.org (Routing), sinatrarb.com, docs.spring.io (Mapping Requests), jakarta.ee (JAX-RS), ktor.io (Routing),
 * learn.microsoft.com/aspnet/core (Health checks, Routing), pkg.go.dev/net/http, gin, echo, chi, laravel.com and symfony.com
 * (Routing), docs.rs/axum, actix.rs, hexdocs.pm/phoenix (Router), nginx.org (location).
 */

/** A route that a text declares, or a literal that may be one. */
export interface Route {
  /** undefined where no literal tells it */
  readonly segments: readonly string[] | undefined
  /** nothing stands before it */
  readonly rooted: boolean
  readonly start: number
  readonly end: number
}

const literal = String.raw`(?:[fbrRu]{1,2}|@)?(?<q>["'\x60])(?<path>[^"'\x60\n]{0,100})\k<q>`
const answers =
  '(?:get|all|head|use|route|any|add_get|on|handle|register|GET|HEAD|ALL|Get|Head|Any|All|Handle|HandleFunc|Path|PathPrefix|Use|Mount|Route|Group|api_route|add_api_route|add_route|add_url_rule|MapGet|MapHealthChecks|UseHealthChecks|resource|scope)'
const routers = String.raw`(?:app|application|\w{0,30}[rR]outer|\w{0,30}[rR]outes?|server|fastify|hono|koa|express|r|mux|e|g|srv|engine|\w{0,30}[gG]roup|\w{0,30}[mM]ux|bp|\w{0,30}_bp|\w{0,30}[bB]lueprint|web|endpoints|builder|\$app|\$router|\$group|\$routes|\$r)`

const shapes: readonly { readonly pattern: RegExp; readonly rooted?: true }[] = [
  // a method of what is surely a router: `app.get('/health', …)`, `@router.get("/health")`, `Route::get('/health', …)`
  {
    pattern: new RegExp(
      String.raw`(?<![\w$.])(?<app>(?:@|this\.|self\.)?${routers}|Route)(?:\.|->|::)${answers}\s*\(\s*${literal}`,
      'g',
    ),
  },
  // a decorator of anything: `@api.get("/health")`
  { pattern: new RegExp(String.raw`@\w+(?:\.\w+)?\.(?:get|route|head|api_route)\s*\(\s*${literal}`, 'g') },
  // a method of anything that is given what answers: `srv.Get("/health", handler)`
  {
    pattern: new RegExp(
      String.raw`[\w)\]]\.(?:get|GET|Get|all|use|HandleFunc|Handle|Path|add_get|Any|add_route)\s*\(\s*${literal}\s*,\s*(?:async\b|function\b|func\b|\(|&?\w+(?:(?:\.|::)\w+)*\s*[,)(]|\w+\s*=>)`,
      'g',
    ),
  },
  // ASP.NET: on whatever they are called, and `[HttpTrigger(Route = "health")]`
  {
    pattern: new RegExp(String.raw`\b(?:MapHealthChecks|UseHealthChecks|MapGet|MapMethods)\s*\(\s*${literal}`, 'g'),
    rooted: true,
  },
  { pattern: new RegExp(String.raw`\bHttpTrigger\s*\([^)\n]{0,200}\bRoute\s*=\s*${literal}`, 'g') },
  // Django, warp, akka: `path("health/", …)`
  { pattern: new RegExp(String.raw`(?<![\w.])(?:path|re_path|url|pathPrefix|GET|get)\s*\(\s*${literal}`, 'g') },
  // axum, actix, gorilla: `.route("/health", get(…))`, `web::resource("/health")`
  { pattern: new RegExp(String.raw`(?:\.(?:route|nest|at|service)|web::resource|web::scope)\s*\(\s*${literal}`, 'g') },
  // Rails, Sinatra, Phoenix: `get "/health"`, `match "/health", …`, `mount Health::Engine => "/health"`
  { pattern: new RegExp(String.raw`^[ \t]*(?:get|match|forward|live)[ \t]+${literal}`, 'gm') },
  { pattern: new RegExp(String.raw`^[ \t]*mount\b[^\n]{0,80}?(?:=>|at:)\s*${literal}`, 'gm') },
  { pattern: /^[ \t]*(?:get|resources?)[ \t]+:(?<path>\w{2,30})/gm },
  // Laravel 11: `->withRouting(health: '/up')`; Symfony and Play in their own files
  { pattern: new RegExp(String.raw`\bhealth:\s*${literal}`, 'g') },
  { pattern: /^[ \t]*GET[ \t]+(?<path>\/\S{1,80})[ \t]+\S/gm },
  // compojure, http4s
  { pattern: new RegExp(String.raw`\(GET\s+${literal}`, 'g') },
  { pattern: new RegExp(String.raw`\bRoot\s*\/\s*${literal}`, 'g') },
  // terminus, and maps of paths to what answers
  { pattern: new RegExp(String.raw`${literal}\s*:\s*(?:async\b|function\b|\(\)?\s*=>)`, 'g'), rooted: true },
]

/** nginx and its like. */
const location = /^[ \t]*location[ \t]+(?:(?:=|\^~|~\*?)[ \t]*)?(?<path>[^\s{]{2,80})/gm

/** `path: /health` in files of routes. */
const inData = /^[ \t{-]*["']?(?:path|route|pattern)["']?:\s*["']?(?<path>\/?[\w./{}-]{2,80})/gim

/** Answers that are declared with a path that no literal tells. */
const unseen = /\b(?:MapHealthChecks|UseHealthChecks)\s*\(\s*(?!["'@$)])[\w(]/g

/** The routes of health endpoints that a text of code declares. */
export function routesIn(path: string, content: string): Route[] {
  const found = new Map<number, Route>()
  const add = (segments: readonly string[] | undefined, rooted: boolean, start: number, end: number) => {
    if (segments && healthOf(segments) === undefined) return
    if (!found.has(start)) found.set(start, { segments, rooted, start, end })
  }
  const all: typeof shapes = /\.conf(?:\.template)?$/.test(path)
    ? [{ pattern: location, rooted: true }]
    : routeFile.test(path)
      ? [{ pattern: inData }]
      : shapes
  for (const { pattern, rooted } of all) {
    for (const match of content.matchAll(pattern)) {
      const { path: written = '', app = '' } = match.groups ?? {}
      if (/^\w+:\/\//.test(written) || isComment(content, match.index)) continue
      const end = match.index + match[0].length
      const start = match.index + match[0].lastIndexOf(written)
      add(segmentsOf(written), rooted ?? /^@?app$/.test(app), start, Math.min(end, start + written.length))
    }
  }
  for (const match of content.matchAll(unseen)) add(undefined, false, match.index, match.index + match[0].length - 1)
  for (const one of annotated(content)) add(one.segments, one.rooted, one.start, one.end)
  return [...found.values()].sort((a, b) => a.start - b.start)
}

const isComment = (content: string, at: number): boolean =>
  /^\s*(?:\/\/|#(?!\[)|\*|--|;)/.test(content.slice(content.lastIndexOf('\n', at) + 1, at + 3))

/** `@GetMapping("/health")`, `@Get('ready')`, `@Path("/health")`, `[Route("health")]`, `[HttpGet]`, `#[get("/health")]`. */
const annotation = new RegExp(
  String.raw`(?:@|\[|#\[)(?<name>RequestMapping|GetMapping|Controller|RestController|Get|HttpGet|Path|GET|Route|get|head|rocket::get|actix_web::get)\b(?:\s*\(\s*(?:\{?\s*(?:value|path|name)\s*[:=]\s*)?(?:\[|\{)?\s*(?:${literal})?[^)\n]{0,200}\))?`,
  'g',
)

/** Routes of annotations: that of a class stands before those of its methods. */
function* annotated(content: string): Generator<Route> {
  let prefix: { segments: readonly string[]; start: number; end: number } | undefined
  for (const match of content.matchAll(annotation)) {
    const { name = '', path } = match.groups ?? {}
    const end = match.index + match[0].length
    const start = path ? match.index + match[0].indexOf(path) : match.index
    const rest = content.slice(end, end + 600)
    const declared = /^[^;{}]*?\b(?:class|interface|object|trait|fun|def|fn)\s+(\w+)/.exec(rest)
    if (declared && !/\b(?:fun|def|fn)\s+\w+$/.test(declared[0])) {
      const own = (declared[1] as string).replace(/Controller$/, '')
      const segments = segmentsOf((path ?? '').replace(/\[controller\]/gi, own))
      // several stand over one class: the one with a path counts
      if (path !== undefined || !prefix || prefix.end < match.index - 400) prefix = { segments, start, end }
      continue
    }
    if (/^(?:Controller|RestController)$/.test(name)) continue
    // a method whose path is told by an annotation beside it: `[HttpGet] [Route("health_check")]`, `@GET @Path("/health")`
    if (path === undefined && /^\s*\)?\]?\s*(?:\[Route\b|@Path\b)/.test(rest)) continue
    const segments = [...(prefix?.segments ?? []), ...segmentsOf(path ?? '')]
    const at = path ? { start, end: start + path.length } : (prefix ?? { start, end })
    yield { segments, rooted: false, start: at.start, end: at.end }
  }
}

/** A path in a text of code, as it is asked of somebody: `fetch('/health')`, `http.get(url + '/health')`, `href="/health"`. */
const asksSomebody =
  /(?:\b(?:fetch|axios|request|requests|client|http|https|\$http|got|ky|urlopen|curl|wget|href|src|url|uri|baseURL|endpoint|navigate|push|to|GetAsync|get|head|post|exchange|retrieve|getForObject|getForEntity|uri)\s*(?:<[^<>\n]{0,60}>)?\s*[(=:]\s*\{?\s*|\+\s*)$/i

/** Literals that look like the path of a health endpoint and are no routes: nothing tells whether something answers there. */
export function mentionsIn(content: string, routes: readonly Route[]): Route[] {
  const found: Route[] = []
  for (const match of content.matchAll(/(["'`])(\/[\w./-]{3,80})\1/g)) {
    const segments = segmentsOf(match[2] as string)
    if (healthOf(segments) !== 'sure' || isComment(content, match.index)) continue
    if (routes.some(({ start, end }) => start <= match.index + 1 && match.index < end)) continue
    if (asksSomebody.test(content.slice(Math.max(0, match.index - 90), match.index))) continue
    found.push({ segments, rooted: false, start: match.index + 1, end: match.index + match[0].length - 1 })
  }
  return found
}
