import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expandBraces } from '../../../src/facts/pipeline/commands/follow/tox-config.ts'
import { kindRows } from '../../support/kinds.ts'

const specs = { 'spec/shop_spec.rb': '' }

kindRows('rake', [
  [
    'a default task of a list of symbols',
    'rake',
    ['unit-test', 'lint'],
    { ...specs, Rakefile: 'task default: %i[spec lint]\ntask :lint do\n  sh "rubocop"\nend\n' },
  ],
  [
    'of an array behind an arrow, over lines',
    'rake ci',
    ['unit-test', 'integration-test'],
    { Rakefile: "task :ci => [\n  'test',\n  :cucumber\n]\n" },
  ],
  ['of one', 'bundle exec rake', ['unit-test'], { Rakefile: 'Rake::TestTask.new\ntask default: :test\n' }],
  [
    'defined in several files',
    'rake',
    ['lint', 'security-scan'],
    { Rakefile: 'task default: [:rubocop]\n', 'lib/tasks/scan.rake': 'task default: :brakeman\n' },
  ],
  [
    'needs that need others, and circles',
    'rake all',
    ['lint'],
    { Rakefile: 'task all: :check\ntask check: [:rubocop, :all]\n' },
  ],
  [
    'tasks that gems make',
    'rake acceptance',
    ['integration-test'],
    { Rakefile: 'RSpec::Core::RakeTask.new(:acceptance) do |t|\n  t.pattern = "spec/acceptance/**"\nend\n' },
  ],
  ['tasks that are invoked', 'rake ci', ['lint'], { Rakefile: 'task :ci do\n  Rake::Task["rubocop"].invoke\nend\n' }],
  [
    'what rspec-rails adds to the default task',
    'rake',
    ['unit-test', 'lint'],
    { ...specs, Gemfile: 'gem "rspec-rails"\n', Rakefile: 'task default: :rubocop\n' },
  ],
  [
    'and not where it begins anew',
    'rake',
    ['lint'],
    { ...specs, Gemfile: 'gem "rspec-rails"\n', Rakefile: 'task(:default).clear\ntask default: :rubocop\n' },
  ],
  ['a comment names no task', 'rake', ['lint'], { Rakefile: 'task default: [:rubocop] # and :brakeman later\n' }],
])

const tests = { 'tests/test_shop.py': '' }
const matrix =
  '[tox]\nenvlist = py{39,310}-{unit,lint}, docs\n[testenv]\ncommands =\n  unit: pytest tests/unit\n  lint: flake8\n[testenv:docs]\ncommands = mypy docs\n'

kindRows('tox', [
  ['all usual environments, by factors', 'tox', ['unit-test', 'lint', 'lint'], { ...tests, 'tox.ini': matrix }],
  ['one of them', 'tox -e py39-lint', ['lint'], { ...tests, 'tox.ini': matrix }],
  ['those with a factor', 'tox -f unit', ['unit-test'], { ...tests, 'tox.ini': matrix }],
  ['that the variable names', 'TOXENV=docs tox', ['lint'], { ...tests, 'tox.ini': matrix }],
  [
    'a factor that must be missing',
    'tox -e py39-unit',
    ['unit-test'],
    { 'tox.ini': '[testenv]\ncommands =\n  !unit: flake8\n  pytest tests/unit\n' },
  ],
  [
    'sections with braces',
    'tox -e format',
    ['lint'],
    { 'tox.ini': '[testenv:{lint,format}]\ncommands =\n  lint: flake8\n  format: black --check .\n' },
  ],
  [
    'posargs and their default',
    'tox -e py\ntox -e py -- tests/unit',
    ['integration-test', 'unit-test'],
    { 'tox.ini': '[testenv]\ncommands = pytest {posargs:tests/integration}\n' },
  ],
  [
    'commands of another section',
    'tox -e ci',
    ['lint'],
    { 'tox.ini': '[testenv:lint]\ncommands = flake8\n[testenv:ci]\ncommands =\n  {[testenv:lint]commands}\n' },
  ],
  [
    'tox.toml',
    'tox -e lint',
    ['lint'],
    {
      'tox.toml':
        'env_list = ["3.13", "lint"]\n[env_run_base]\ncommands = [["pytest", "tests"]]\n[env.lint]\ncommands = [["ruff", "check"]]\n',
    },
  ],
  [
    'pyproject.toml',
    'tox',
    ['lint'],
    {
      'pyproject.toml':
        '[tool.tox]\nenv_list = ["lint"]\n[tool.tox.env.lint]\ncommands = [["ruff", "check", { replace = "posargs", default = ["."] }]]\n',
    },
  ],
  [
    'pyproject.toml as it was before',
    'tox',
    ['lint'],
    {
      'pyproject.toml':
        '[tool.tox]\nlegacy_tox_ini = """\n[tox]\nenvlist = lint\n[testenv:lint]\ncommands = flake8\n"""\n',
    },
  ],
  ['setup.cfg', 'tox', ['lint'], { 'setup.cfg': '[tox:tox]\nenvlist = lint\n[testenv]\ncommands = flake8\n' }],
  ['what only lists', 'tox -l\ntox list', [], { 'tox.ini': matrix }],
])

const nox =
  'import nox\nnox.options.sessions = ["lint"]\n@nox.session(python=["3.12"])\ndef tests(session):\n    session.run("pytest", "tests/unit")\n@nox.session\ndef lint(session):\n    check(session)\n@nox.session(name="release-it", default=False)\ndef _release(session):\n    session.run("twine", "upload", "dist/*")\ndef check(session):\n    session.run("ruff", "check")\n'

kindRows('nox', [
  ['the usual sessions, with the functions that they call', 'nox', ['lint'], { 'noxfile.py': nox }],
  ['a session with its Python', 'nox -s tests-3.12', ['unit-test'], { 'noxfile.py': nox }],
  ['a session of another name', 'nox -s release-it', ['publish'], { 'noxfile.py': nox }],
  ['all but those on demand', 'nox', ['unit-test', 'lint'], { 'noxfile.py': nox.replace(/^nox\.options.*\n/m, '') }],
])

kindRows('cargo', [
  ['a toolchain', 'cargo +nightly test', ['build+unit-test']],
  ['one of a variable', 'cargo $TOOLCHAIN clippy', ['lint']],
  [
    'coverage',
    'cargo llvm-cov --workspace\ncargo llvm-cov report\ncargo tarpaulin',
    ['build+unit-test', 'build+unit-test'],
  ],
  ['nextest', 'cargo nextest run --test api', ['build+integration-test']],
  ['hack', 'cargo hack --each-feature check', ['build']],
  [
    'an alias',
    'cargo ci-lint',
    ['lint'],
    { '.cargo/config.toml': '[alias]\nci-lint = "clippy --all -- -D warnings"\n' },
  ],
  ['tasks of the repository', 'cargo xtask lint\ncargo make test', ['lint', '?unit-test+integration-test']],
])

kindRows('coverage', [
  [
    'of a file',
    'coverage run tests/test_shop.py',
    ['unit-test'],
    { 'tests/test_shop.py': 'import unittest\nunittest.main()\n' },
  ],
  ['of a module', 'coverage run -p -m pytest tests/unit', ['unit-test']],
])

kindRows('more or fewer of the same version', [
  ['is no deployment', 'kubectl scale deploy/x --replicas=0\noc scale dc/x --replicas=2\ncf scale x -i 2', []],
])

const scripts = `[tool.hatch.envs.default.scripts]
test = "pytest {args:tests/unit}"
[tool.hatch.envs.lint.scripts]
all = ["ruff check .", "bandit -r src"]
[tool.pdm.scripts]
ci = { composite = ["lint", "ruff format"] }
lint = "ruff check"
[tool.pixi.feature.dev.tasks]
check = { cmd = "mypy src", depends-on = ["style"] }
style = "ruff check"
[tool.rye.scripts]
audit = "pip-audit"
`
const python = { 'pyproject.toml': scripts, Pipfile: '[scripts]\nunit = "pytest tests/unit"\n' }

kindRows('runners of Python', [
  [
    'hatch in an environment',
    'hatch -e lint run all\nhatch env run -e lint all',
    ['lint', 'security-scan', 'lint', 'security-scan'],
    python,
  ],
  ['hatch with part of a matrix', 'hatch run +py=3.12 test', ['unit-test'], python],
  ['hatch itself', 'hatch fmt --check', ['lint'], python],
  [
    'pdm with and without run',
    'pdm run ci\npdm lint\npdm run bandit -r src',
    ['lint', 'lint', 'lint', 'security-scan'],
    python,
  ],
  ['pixi', 'pixi run -e dev check\npixi run bandit -r src', ['lint', 'lint', 'security-scan'], python],
  ['rye', 'rye run audit', ['security-scan'], python],
  ['pipenv', 'pipenv run unit\npipenv run flake8', ['unit-test', 'lint'], python],
  ['a test that is not here', 'pipenv run test', ['?unit-test+integration-test']],
  ['a module that is a program with dashes', 'python -m pip_audit\npython -m build', ['security-scan', 'build']],
])

kindRows('tasks in tables', [
  [
    'mise',
    'mise run test',
    ['lint', 'unit-test'],
    { 'mise.toml': '[tasks.test]\nrun = "jest"\ndepends = ["lint"]\n[tasks.lint]\nrun = ["eslint ."]\n' },
  ],
  [
    'mise: tasks among the commands of a task, by a pattern, by another name, after it, and a script',
    'mise run all\nmise run p',
    ['lint', 'unit-test', 'build', 'publish'],
    {
      '.mise.toml':
        '[tasks.all]\nrun = ["echo go", {tasks = ["lint:*", "test"]}, {task = "pack"}]\n[tasks."lint:web"]\nrun = "eslint ."\n[tasks.test]\nrun = "jest"\n[tasks.pack]\nfile = "scripts/pack.sh"\n[tasks.push]\nalias = "p"\nrun = "docker push registry.example/shop:1"\n',
      'scripts/pack.sh': '#!/usr/bin/env bash\nvite build\n',
    },
  ],
  [
    'mise without its verb, and scripts',
    'mise lint\nmise run test:unit',
    ['lint', 'unit-test'],
    { 'mise.toml': '[tasks]\nlint = "eslint ."\n', 'mise-tasks/test/unit': '#!/usr/bin/env bash\njest\n' },
  ],
  ['deno', 'deno task check\ndeno test', ['lint', 'unit-test'], { 'deno.json': '{"tasks": {"check": "deno lint"}}' }],
  ['melos', 'melos run check', ['lint'], { 'melos.yaml': 'name: shop\nscripts:\n  check: {run: dart analyze}\n' }],
  [
    'mix',
    'mix ci\nmix do format --check-formatted, credo',
    ['lint', 'unit-test', 'lint', 'lint'],
    { 'mix.exs': 'defp aliases do\n  [\n    ci: ["credo --strict", "test"]\n  ]\nend\n' },
  ],
  ['node', 'node --run check', ['lint'], { 'package.json': '{"scripts": {"check": "eslint ."}}' }],
  [
    'packages of Bun',
    "bun run --filter '*' check",
    ['lint'],
    { 'package.json': '{}', 'packages/a/package.json': '{"name": "a", "scripts": {"check": "eslint ."}}' },
  ],
  ['names alone', 'mage test:integration\nclojure -M:dev:test', ['integration-test', '?unit-test+integration-test']],
])

const earth =
  'VERSION 0.8\nFROM golang:1.24\ntest:\n  RUN --mount=type=cache,target=/x go test ./...\nlint:\n  RUN golangci-lint run\nall:\n  BUILD +test\n  BUILD ./web+lint\nimage:\n  SAVE IMAGE --push acme/shop\n'

kindRows('earthly', [
  [
    'targets that build on others',
    'earthly +all',
    ['build+unit-test', 'lint'],
    { Earthfile: earth, 'web/Earthfile': 'lint:\n  RUN eslint .\n' },
  ],
  [
    'an image is pushed only where that is said',
    'earthly +image\nearthly --push +image',
    ['build', 'build+publish'],
    { Earthfile: earth },
  ],
  [
    'a target that is not here',
    'earthly +deploy',
    ['?deploy+migrate+smoke-test+rollback+notify+record'],
    { Earthfile: earth },
  ],
])

const lanes =
  'platform :ios do\n  lane :beta do\n    test\n    build_app(scheme: "Shop")\n    upload_to_testflight\n  end\n  lane :test do\n    run_tests\n  end\nend\n'

kindRows('fastlane', [
  [
    'a lane with those that it calls',
    'bundle exec fastlane ios beta',
    ['build+unit-test', 'build', 'publish'],
    { 'fastlane/Fastfile': lanes },
  ],
  ['one that is not here', 'fastlane test', ['?unit-test+integration-test']],
])

kindRows('builders', [
  [
    'bazel',
    'bazelisk test //tests/integration/...\n./bazelw coverage //...',
    ['build+integration-test', 'build+unit-test'],
  ],
  [
    'sbt',
    'sbt "testOnly *Spec"\nsbt +test\nsbt shop/IntegrationTest/test',
    ['build+unit-test', 'build+unit-test', 'integration-test'],
  ],
  [
    'maven',
    'mvn verify -DskipITs\nmvn deploy -DskipTests\nmvn deploy:deploy-file',
    ['build+unit-test', 'build+publish', 'publish'],
  ],
  ['gradle', './gradlew assembleRelease\n./gradlew compileKotlin ktlintCheck', ['build', 'lint', 'build']],
  ['ctest', 'ctest -L integration\nctest -LE integration', ['integration-test', 'unit-test']],
  ['cmake', 'cmake --build out --target test', ['build+unit-test']],
  [
    'tools of Go modules',
    'go run gotest.tools/gotestsum@v1.12.0 ./...\ngo tool golangci-lint run\ngo run ./cmd/shop',
    ['unit-test', 'lint'],
  ],
  ['coverage of JavaScript', 'nyc --reporter lcov mocha\nc8 report', ['unit-test']],
  [
    'coverage of JavaScript by its former name',
    'istanbul cover --report cobertura _mocha -- -u exports "test/**/*.spec.js"\nistanbul report',
    ['unit-test'],
  ],
  [
    'a container app that is given another image, and one that is scaled',
    'az containerapp revision copy -n shop -g prod --image shop:1.4.0\naz containerapp revision copy -n shop -g prod --min-replicas 3',
    ['deploy'],
  ],
  ['functions of the Serverless Framework', 'sls invoke test -s dev\nserverless invoke local -f ring', ['unit-test']],
  [
    'a proxy that attacks what was started',
    'docker exec zap zap-cli -p 8090 active-scan http://shop/\ndocker exec zap zap-cli -p 8090 alerts',
    ['security-scan', 'security-scan'],
  ],
])

kindRows('options that only the run knows', [
  ['of uv', 'uv run ${OPTIONS} --extra dev -m pytest tests/unit', ['unit-test']],
  [
    'a program of an environment of hatch',
    'hatch run docs:mike deploy --push latest',
    ['build+deploy'],
    { 'pyproject.toml': '[tool.hatch.envs.docs]\npython = "3.13"\n' },
  ],
])

kindRows('an image that is only checked', [
  [
    'is not built',
    'docker build --check .\ndocker buildx build --check -f web.Dockerfile .',
    ['lint', 'lint'],
    { Dockerfile: 'FROM node:22\nRUN npm test\n' },
  ],
])

test('names of tox that stand for more than anybody lists end soon', () => {
  assert.deepEqual(expandBraces('py{39,310}-django{3,4}, lint'), [
    'py39-django3',
    'py39-django4',
    'py310-django3',
    'py310-django4',
    'lint',
  ])
  assert.equal(expandBraces('{a,b}'.repeat(60)).length, 400)
})

const parts = { Makefile: 'include ops/**/*.mk\n', 'ops/check/check.mk': 'lint:\n\tnpx eslint .\n' }
const stamps = `STAMPS = $(CURDIR)/.stamps
IMAGE = $(STAMPS)/image.tar
SCOPE ?= shop
up: $(IMAGE)--$(SCOPE)
\t$(MAKE) _tf--apply
$(IMAGE)--shop: Dockerfile
\tdocker build -t shop .
$(IMAGE)--%:
\tnpx eslint .
_tf--%:
\tbash $(CURDIR)/ops/tf.sh $*
`
const tf = '#!/bin/bash\ncase "$1" in\n  plan) terraform plan ;;\n  apply) terraform apply -auto-approve ;;\nesac\n'

kindRows('make', [
  ['files that a pattern includes', 'make lint', ['lint'], parts],
  [
    'files that a function includes',
    'make lint',
    ['lint'],
    { ...parts, Makefile: 'DIR = ops\n-include $(wildcard $(DIR)/*/*.mk)\n' },
  ],
  ['a file of a variable', 'make lint', ['lint'], { ...parts, Makefile: 'include $(CURDIR)/ops/check/check.mk\n' }],
  [
    'targets that variables name, and scripts below the folder of make',
    'make up',
    ['build', 'apply'],
    { Makefile: stamps, Dockerfile: 'FROM alpine:3.20\n', 'ops/tf.sh': tf },
  ],
  [
    'what a file that is only needed would change was changed before',
    'make smoke',
    ['smoke-test'],
    {
      Makefile:
        'OUT = infra/output.json\napply: $(OUT)\n$(OUT):\n\tterraform apply -auto-approve\nsmoke: $(OUT)\n\tcurl -f https://shop.example/health\n',
    },
  ],
  [
    'and is what its own target is for',
    'make apply',
    ['apply'],
    { Makefile: 'apply: infra/output.json\ninfra/output.json:\n\tterraform apply\n' },
  ],
  [
    'a target without a recipe says what the unknown program of what it needs last does',
    'make build',
    ['lint', 'build'],
    { Makefile: 'build: out/.stamp\nout/.stamp: out/api.yaml\n\tfrob pack\nout/api.yaml:\n\tnpx eslint .\n' },
  ],
  [
    'targets that variables name, with one of the command line',
    'make up SCOPE=till',
    ['lint', 'apply'],
    { Makefile: stamps, Dockerfile: 'FROM alpine:3.20\n', 'ops/tf.sh': tf },
  ],
])
