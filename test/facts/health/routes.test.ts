import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathByPlace } from '../../../src/facts/health/files.ts'
import { mentionsIn, routesIn } from '../../../src/facts/health/routes.ts'

const routes = (path: string, content: string) =>
  routesIn(path, content).map(({ segments }) => (segments ? `/${segments.join('/')}` : '?'))

test('routes of the common frameworks', () => {
  const cases: readonly (readonly [file: string, content: string, ...paths: string[]])[] = [
    ['a.js', `app.get('/health', (request, response) => response.sendStatus(200))`, '/health'],
    ['a.ts', 'router.get(`/ready`, ready)\nfastify.get("/livez", live)', '/ready', '/livez'],
    ['a.ts', `server.route('/healthz').get(answer)`, '/healthz'],
    ['a.py', '@app.get("/health")\ndef health(): ...', '/health'],
    ['a.py', '@bp.route("/health")\ndef health(): ...', '/health'],
    ['a.py', '@punches.get("/readyz")\ndef ready(): ...', '/readyz'],
    ['urls.py', `path("health/", views.health),\nre_path(r"^ready/?$", views.ready)`, '/health', '/ready'],
    ['a.go', 'http.HandleFunc("/healthz", healthz)\nmux.Handle("/ready", ready())', '/healthz', '/ready'],
    ['a.go', 's.chi.Get("/livez", s.live)', '/livez'],
    ['Program.cs', 'app.MapHealthChecks("/health");\napp.MapGet("/ready", () => "ok");', '/health', '/ready'],
    [
      'A.cs',
      '[Route("api/[controller]")]\npublic class HealthController : ControllerBase\n{\n  [HttpGet]\n  public IActionResult Get() => Ok();\n}',
      '/api/health',
    ],
    [
      'A.cs',
      '[Route("api/punches")]\npublic class PunchesController\n{\n  [HttpGet]\n  [Route("health_check")]\n  public IActionResult Check() => Ok();\n}',
      '/api/punches/health_check',
    ],
    [
      'A.java',
      '@RestController\n@RequestMapping("/api")\npublic class A {\n  @GetMapping("/health")\n  String health() { return "up"; }\n}',
      '/api/health',
    ],
    ['A.java', '@Path("/health")\npublic class A {\n  @GET\n  public String health() { return "up"; }\n}', '/health'],
    [
      'A.kt',
      '@RestController\nclass A(private val b: B) {\n  @GetMapping("${Paths.prefix}/health")\n  fun health() = b.health()\n}',
      '/*/health',
    ],
    ['A.kt', 'routing {\n  get("/health") {\n    call.respond("up")\n  }\n}', '/health'],
    [
      'a.controller.ts',
      `@Controller('health')\nexport class A {\n  @Get()\n  all() {}\n  @Get('ready')\n  ready() {}\n}`,
      '/health',
      '/health/ready',
    ],
    [
      'routes.rb',
      '  get "up" => "rails/health#show"\n  get :health\n  mount Checks::Engine, at: "/healthcheck"',
      '/up',
      '/health',
      '/healthcheck',
    ],
    ['a.rs', '.route("/health", get(health))\n#[get("/ready")]\nasync fn ready() {}', '/health', '/ready'],
    ['a.php', `Route::get('/health', fn () => 'up');\n$app->get('/ready', Ready::class);`, '/health', '/ready'],
    ['app.php', `->withRouting(web: 'web.php', health: '/up')`, '/up'],
    ['router.ex', '  get "/health", HealthController, :show', '/health'],
    ['conf/routes', 'GET     /health     controllers.Health.show', '/health'],
    ['nginx.conf', '  location = /healthz {\n    return 200;\n  }', '/healthz'],
    ['serverless.yml', '      - http:\n          path: /health\n          method: get', '/health'],
  ]
  for (const [file, content, ...paths] of cases) assert.deepEqual(routes(file, content), paths, content)
})

test('a route whose path no literal tells', () => {
  assert.deepEqual(routes('Program.cs', 'app.MapHealthChecks(settings.Path);'), ['?'])
})

test('who asks, and who speaks of something else, declares nothing', () => {
  for (const content of [
    `const answer = await api.get('/health')`,
    `client.get("/health", { timeout: 5 })`,
    `fetch('/health')`,
    `app.get('https://other.example.org/health')`,
    `// app.get('/health', old)`,
    `router.get('/hallmarks/:id/status', status)`,
    `router.get('/orders/status', status)`,
  ])
    assert.deepEqual(routes('a.ts', content), [], content)
})

test('literals that look like an endpoint and are neither a route nor asked of somebody', () => {
  const mentions = (content: string) =>
    mentionsIn(content, routesIn('a.ts', content)).map(({ segments }) => `/${segments?.join('/')}`)
  assert.deepEqual(mentions(`const open = ['/health', '/login']`), ['/health'])
  assert.deepEqual(mentions(`app.get('/health', answer)`), [])
  assert.deepEqual(mentions(`fetch('/health')`), [])
  assert.deepEqual(mentions(`axios.get(base + '/healthz')`), [])
  assert.deepEqual(mentions(`if (path === '/status') return`), [])
})

test('files that answer at their own path', () => {
  assert.equal(pathByPlace('src/app/api/health/route.ts'), 'api/health')
  assert.equal(pathByPlace('app/(internal)/healthz/route.ts'), '/healthz')
  assert.equal(pathByPlace('pages/api/health.ts'), 'api/health')
  assert.equal(pathByPlace('src/routes/health/+server.ts'), 'health')
  assert.equal(pathByPlace('server/api/health.get.ts'), 'api/health')
  assert.equal(pathByPlace('app/routes/healthcheck.tsx'), 'healthcheck')
  assert.equal(pathByPlace('src/health.ts'), undefined)
})

test('a long text without an end takes no long time', () => {
  for (const piece of [
    'app.get(',
    '@GetMapping(',
    'GET ',
    '"/health',
    'location /',
    'path: ',
    '@Route("a")\n',
    'mount a ',
  ])
    assert.ok(routesIn('a.ts', piece.repeat(20_000)).length >= 0)
})
