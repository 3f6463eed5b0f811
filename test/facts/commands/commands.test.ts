import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { actsOfAction, actsOfImage, actsOfUse, findActs } from '../../../src/facts/pipeline/commands/index.ts'
import type { Act, Run } from '../../../src/facts/pipeline/model.ts'
import type { Script } from '../../../src/facts/pipeline/script.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const at = { file: 'ci.yml', start: 0, end: 1 }

function acts(
  text: string,
  files: Readonly<Record<string, string>> = {},
  extra: Partial<Script> = {},
): Promise<readonly Act[]> {
  return findActs(scriptOf(text, extra), repositoryOf(files))
}

/** `kinds tool outcome [@environment] [if]`, without what has no kinds and hides nothing. */
function line(act: Act): string {
  const kinds = act.kinds.length ? act.kinds.join('+') : act.hidden ? `?${short(act.hidden.couldBe)}` : '-'
  const outcome = isHidden(act.onFailure) ? 'hidden' : act.onFailure
  return [kinds, act.tool, outcome, act.environment ? `@${act.environment}` : '', act.condition ? 'if' : '']
    .filter(Boolean)
    .join(' ')
}

const short = (kinds: readonly string[]): string => (kinds.length > 10 ? 'any' : kinds.join('+'))

const telling = (all: readonly Act[]): string[] =>
  all.filter((act) => act.hidden || act.kinds.some((kind) => kind !== 'set-up')).map(line)

type Row = readonly [
  name: string,
  text: string,
  expected: readonly string[],
  files?: Record<string, string>,
  extra?: Partial<Script>,
]

function rows(group: string, table: readonly Row[]): void {
  for (const [name, text, expected, files, extra] of table) {
    test(`${group}: ${name}`, async () => assert.deepEqual(telling(await acts(text, files, extra)), expected))
  }
}

const off = { errexit: false }

const imageOf = (last: string) => ({
  Dockerfile: `FROM golang:1.24\nCOPY go.mod go.sum ./\nRUN go mod download\n${last}\n`,
  'go.mod': '',
})

rows('a script of the checkout by its path in a container', [
  [
    'at a usual place',
    '/app/ci/deploy.sh',
    ['deploy kubectl apply stops'],
    { 'ci/deploy.sh': 'kubectl apply -f k8s/\n' },
  ],
  ['right below it', '. /workdir/test.sh', ['unit-test jest stops'], { 'test.sh': 'jest\n' }],
  [
    'a folder of pipelines at the root',
    '/.buildkite/test.sh',
    ['unit-test jest stops'],
    { '.buildkite/test.sh': 'jest\n' },
  ],
  ['anywhere, in a folder', '/opt/shop/ci/test.sh', ['unit-test jest stops'], { 'ci/test.sh': 'jest\n' }],
  [
    'no program of the machine',
    '/usr/local/bin/test.sh',
    ['?unit-test+integration-test test.sh stops'],
    { 'bin/test.sh': 'jest\n' },
  ],
  [
    'nothing of what is fetched',
    '/tmp/other/ci/test.sh',
    ['?unit-test+integration-test test.sh stops'],
    { 'ci/test.sh': 'jest\n' },
  ],
  [
    'a name alone tells nothing',
    '/opt/test.sh',
    ['?unit-test+integration-test test.sh stops'],
    { 'test.sh': 'jest\n' },
  ],
])

rows('a variable in the place of a program', [
  [
    'set to true and false alone, it runs nothing',
    'skip=false\nfor f in a b; do\n  [ "$f" = b ] && skip=true\n  $skip || KEEP+=("$f")\ndone\njest',
    ['unit-test jest stops'],
  ],
  ['set to anything else, it is hidden', 'go=true\ngo=$1\n$go || echo no', ['?any ${1} ignored']],
  ['set by nothing here, it is hidden', '$DEBUG && echo yes', ['?any ${DEBUG} stops']],
  [
    'with arguments, it is a program',
    'go=false\nif x; then go=true; fi\n$go jest',
    ['?unit-test+integration-test ${go} stops'],
  ],
])

rows('a variable in the place of a sub-command', [
  ['of which nothing is known', 'cdk "$ACTION" "$STACK"', ['?apply+deploy+plan+validate+rollback cdk stops']],
  ['an expression of a template', 'pulumi ${{ inputs.action }} --yes', ['?apply+deploy+plan pulumi stops']],
  ['options before one that is known', 'kubectl $OPTIONS apply -f k8s/', ['deploy kubectl apply stops']],
  ['options before one that reads', 'kubectl $OPTIONS get pods', []],
])

rows('what becomes of a failure', [
  ['a plain command stops', 'jest', ['unit-test jest stops']],
  [
    'a pattern of both kinds of test runs both',
    `jest --testPathPattern="test/(unit|integration)" --forceExit`,
    ['unit-test+integration-test jest stops'],
  ],
  ['|| true', 'jest || true', ['unit-test jest ignored']],
  ['|| :', 'jest || :', ['unit-test jest ignored']],
  ['|| echo', 'jest || echo failed', ['unit-test jest ignored']],
  ['|| exit 1', 'jest || exit 1\neslint .', ['unit-test jest stops', 'lint eslint stops'], {}, off],
  ['|| { …; exit 1; }', 'jest || { echo no; exit 1; }; true', ['unit-test jest stops'], {}, off],
  ['|| (…; exit 1) in a shell with -e', 'jest || (echo no; exit 1)\ntrue', ['unit-test jest stops']],
  [
    '|| a function that leaves',
    'die() { echo "$@"; exit 1; }\njest || die no\ntrue',
    ['unit-test jest stops'],
    {},
    off,
  ],
  ['|| false with -e', 'jest || false\ntrue', ['unit-test jest stops']],
  ['without -e only the last counts', 'jest\neslint .', ['unit-test jest ignored', 'lint eslint stops'], {}, off],
  ['set +e', 'set +e\njest\ntrue', ['unit-test jest ignored']],
  ['set -e', 'set -eu\njest\ntrue', ['unit-test jest stops'], {}, off],
  ['set +e, the code raised later', 'set +e\njest\nrc=$?\nset -e\nexit $rc', ['unit-test jest stops']],
  ['the code tested later', 'set +e\njest\nrc=$?\nif [ $rc -ne 0 ]; then exit 1; fi', ['unit-test jest stops']],
  [
    'the code tested for more than a failure',
    'rc=0\njest || rc=$?\nif [ $rc -gt 100 ]; then exit 1; fi',
    ['unit-test jest ignored'],
  ],
  [
    'the code tested for a signal only',
    'set +e\njest\nrc=$?\nif [[ "$rc" == 137 ]]; then exit 1; fi',
    ['unit-test jest ignored'],
  ],
  [
    'the code tested for more, and leaving at once',
    'rc=0\njest || rc=$?\n[ "$rc" -gt 1 ] && exit 1',
    ['unit-test jest ignored'],
  ],
  [
    'the code of the last command tested for more than a failure',
    'set +e\njest\nif [ $? -gt 1 ]; then exit 1; fi\ntrue',
    ['unit-test jest ignored'],
  ],
  [
    'an answer of 400 and more',
    'code=$(curl -s -o /dev/null -w "%{http_code}" https://x.org/health)\nif [ "$code" -ge 400 ]; then exit 1; fi',
    ['smoke-test curl stops'],
  ],
  ['the code tested for 1', 'set +e\njest\nrc=$?\nif [ "$rc" -eq 1 ]; then exit 1; fi', ['unit-test jest stops']],
  [
    'the code tested for 1 and more',
    'set +e\njest\nrc=$?\nif [ $rc -ge 1 ]; then exit 1; fi',
    ['unit-test jest stops'],
  ],
  [
    'the code tested for 2 and else for all',
    'set +e\njest\nrc=$?\nif [ $rc -eq 3 ]; then echo x; exit 3; elif [ $rc -ne 0 ]; then exit 1; fi',
    ['unit-test jest stops'],
  ],
  ['a loop that never turns', 'while false; do jest; done', []],
  ['a loop that has ended before it began', 'until true; do jest; done', []],
  ['a loop over nothing', 'for i in; do jest; done', []],
  ['a loop over an empty list', 'DIRS=""\nfor i in $DIRS; do jest; done', []],
  ['the code asked at once', 'set +e\njest\nif [ $? -ne 0 ]; then exit 2; fi\ntrue', ['unit-test jest stops']],
  ['the code kept and forgotten', 'set +e\njest\nrc=$?\necho $rc', ['unit-test jest ignored']],
  [
    'a flag that is raised',
    'jest || failed=1\neslint . || failed=1\nexit ${failed:-0}',
    ['unit-test jest stops', 'lint eslint stops'],
  ],
  ['exit 0 at the end', 'jest; exit 0', ['unit-test jest ignored'], {}, off],
  ['behind exit nothing runs', 'exit 0\njest', []],
  ['a pipe without pipefail', 'jest | tee log', ['unit-test jest ignored']],
  ['a pipe with pipefail', 'set -o pipefail\njest | tee log', ['unit-test jest stops']],
  ['pipefail of the caller', 'jest | tee log', ['unit-test jest stops'], {}, { pipefail: true }],
  ['PIPESTATUS', 'jest | tee log; exit ${PIPESTATUS[0]}', ['unit-test jest stops']],
  ['the last of a pipe', 'cat x | jest', ['unit-test jest stops']],
  ['in the background', 'jest &\ntrue', ['unit-test jest ignored']],
  ['in the background, waited for', 'jest & pid=$!\nwait $pid', ['unit-test jest stops']],
  ['asked by if', 'if jest; then echo good; fi', ['unit-test jest ignored']],
  ['asked by if, the other side leaves', 'if jest; then echo good; else exit 1; fi', ['unit-test jest stops']],
  ['asked by if !', 'if ! jest; then echo bad; exit 1; fi', ['unit-test jest stops']],
  ['asked by if !, goes on', 'if ! jest; then echo bad; fi', ['unit-test jest ignored']],
  ['negated', '! jest', ['unit-test jest ignored']],
  ['left of && at the end', 'jest && eslint .', ['unit-test jest stops', 'lint eslint stops']],
  [
    'left of && in the middle: -e does not act',
    'jest && eslint .\ntrue',
    ['unit-test jest ignored', 'lint eslint stops'],
  ],
  ['a shell of another user goes on', "su - ci -c 'jest; true'", ['unit-test jest ignored']],
  ['a shell of another user ends with what it ends with', "su - ci -c 'jest'", ['unit-test jest stops']],
  ['sudo in the background', 'sudo -b jest\ntrue', ['unit-test jest ignored']],
  ['sudo with options of its own', 'sudo -E -u ci jest', ['unit-test jest stops']],
  ['a subshell', '(jest; true)', ['unit-test jest stops']],
  ['a subshell || true', '(jest; eslint .) || true', ['unit-test jest ignored', 'lint eslint ignored']],
  ['a function', 't() { jest; }\nt', ['unit-test jest stops']],
  ['a function || true', 't() { jest; eslint .; }\nt || true', ['unit-test jest ignored', 'lint eslint ignored']],
  ['a substitution of an assignment', 'x=$(jest)', ['unit-test jest stops']],
  ['a substitution of export', 'export X=$(jest)\ntrue', ['unit-test jest ignored']],
  ['a loop that waits', 'until curl -sf https://x.org/health; do sleep 1; done', ['smoke-test curl stops']],
  [
    'a loop that tries again and gives up',
    'for i in 1 2 3; do curl -sf https://x.org/health && exit 0; sleep 1; done\nexit 1',
    ['smoke-test curl stops'],
  ],
  [
    'a loop that tries again and goes on',
    'for i in 1 2 3; do curl -sf https://x.org/health && break; sleep 1; done',
    ['smoke-test curl ignored'],
  ],
  [
    'a variable set before a break',
    'OK=0\nfor i in 1 2 3; do\n  if [ "$(cat x)" = y ]; then OK=1; break; fi\ndone\nif [ "$OK" != 1 ]; then exit 1; fi\nhelm upgrade a b',
    ['deploy helm upgrade stops'],
  ],
  [
    'a variable set before a break of a list',
    'OK=0\nwhile true; do\n  [ "$(cat x)" = y ] && { OK=1; break; }\ndone\n[ "$OK" = 1 ] || exit 1\nhelm upgrade a b',
    ['deploy helm upgrade stops'],
  ],
  [
    'a variable set before a return',
    'OK=0\ntry() { if [ "$(cat x)" = y ]; then OK=1; return; fi; }\ntry\nif [ "$OK" = 0 ]; then exit 1; fi\nhelm upgrade a b',
    ['deploy helm upgrade stops'],
  ],
  ['a script that only reports', 'trivy image x', ['image-scan trivy image reports']],
  ['a script that may fail', 'trivy image --exit-code 1 x', ['image-scan trivy image stops']],
  [
    'PowerShell: the last one decides',
    'jest\neslint .',
    ['unit-test jest ignored', 'lint eslint stops'],
    {},
    { shell: 'pwsh' },
  ],
])

rows('wrappers', [
  ['env, sudo, time, timeout, nice', 'sudo -E env A=b time timeout -k 5 5m nice -n 5 jest', ['unit-test jest stops']],
  [
    'npx and its like',
    'npx --yes jest@29\npnpm dlx jest\nyarn dlx jest',
    ['unit-test jest stops', 'unit-test jest stops', 'unit-test jest stops'],
  ],
  ['bash -c', "bash -c 'jest && eslint .'", ['unit-test jest stops', 'lint eslint stops']],
  ['bash -c without -e', "bash -c 'jest; eslint .'", ['unit-test jest ignored', 'lint eslint stops']],
  ['eval', 'CMD="jest --ci"\neval "$CMD"\n$CMD', ['unit-test jest stops', 'unit-test jest stops']],
  [
    'poetry, pipenv, uv, bundle',
    'poetry run mypy .\npipenv run mypy x\nuv run mypy y\nbundle exec rubocop',
    ['lint mypy stops', 'lint mypy stops', 'lint mypy stops', 'lint rubocop stops'],
  ],
  ['python -m', 'python3 -m mypy .\ncoverage run -m unittest', ['lint mypy stops', 'unit-test unittest stops']],
  ['xargs', 'ls | xargs -n 1 eslint', ['lint eslint stops']],
  [
    'secrets',
    'doppler run -- jest\nop run --env-file=x -- eslint .\naws-vault exec prod -- mypy .',
    ['unit-test jest stops', 'lint eslint stops', 'lint mypy stops'],
  ],
  [
    'a virtual cluster',
    "vcluster connect a -n b -- sh -c 'kubectl apply -f x.yaml'\nvcluster connect a",
    ['deploy kubectl apply stops'],
  ],
  ['a context of kubie', 'kubie exec shop-prod web kubectl apply -f x.yaml', ['deploy kubectl apply stops']],
  ['nix', 'nix develop -c jest\nnix develop --command eslint .', ['unit-test jest stops', 'lint eslint stops']],
  ['exec', 'exec jest\neslint .', ['unit-test jest stops']],
  ['command -v asks only', 'command -v jest', []],
  ['npx from a git repository', 'npx --yes github:jestjs/jest#v29 --ci', ['unit-test jest stops']],
  ['docker run', 'docker run --rm -v "$PWD:/app" -e A=b node:20 npx jest', ['unit-test jest stops']],
  [
    'docker run of a tool that checks manifests against rules',
    'docker run --rm -v "$(pwd):/project" openpolicyagent/conftest test --policy rules.rego app.yaml',
    ['validate conftest test stops'],
  ],
  [
    'docker run of a scanner of manifests',
    'docker run -i kubesec/kubesec:v2 scan app.yaml',
    ['security-scan kubesec scan stops'],
  ],
  [
    'docker run of an image that is a tool',
    'docker run --rm aquasec/trivy:latest image --exit-code 1 x',
    ['image-scan trivy image stops'],
  ],
  [
    'docker compose run, in the folder that the service is built of',
    'docker compose run --rm api yarn run test --ci',
    ['unit-test jest stops'],
    {
      'docker-compose.yml': 'services:\n  api:\n    build: {context: ./backend}\n  db:\n    image: postgres:17\n',
      'package.json': '{"scripts": {"test:all": "x"}}',
      'backend/package.json': '{"scripts": {"test": "jest"}}',
      'backend/a.test.js': '',
    },
  ],
  ['docker compose run', 'docker compose -f x.yml run --rm web bundle exec rubocop', ['lint rubocop stops']],
  [
    'docker compose run, in the folder that the image works in',
    'docker compose run --rm api yarn test\ndocker compose run --rm jobs yarn test',
    ['unit-test vitest stops', 'lint eslint stops'],
    {
      'compose.yml':
        'services:\n  api:\n    build: {context: ., dockerfile: api/Dockerfile}\n  jobs:\n    image: node:24\n    working_dir: /src/jobs\n    volumes: ["./:/src"]\n',
      'api/Dockerfile':
        'FROM node:24.1.0 AS base\nWORKDIR /srv\nCOPY package.json yarn.lock ./\nFROM base\nCOPY ./common ./common\nCOPY ./api ./api\nWORKDIR api\nCMD ["yarn", "start"]\n',
      'package.json': '{}',
      'api/package.json': '{"scripts":{"test":"vitest run"}}',
      'jobs/package.json': '{"scripts":{"test":"eslint ."}}',
    },
  ],
  [
    'an image without a context holds nothing of the repository, except what is sent as an archive',
    'docker build -t checker - < ci/checker.dockerfile\ncat ci/checker.dockerfile | docker build -\ndocker build - <<E\nFROM alpine\nE\ndocker build - < app.tar.gz\ntar c . | docker build -',
    ['build docker build stops', 'build docker build stops'],
  ],
  [
    'a program as it is released: with its platform behind its name',
    './argocd-linux-amd64 app sync shop\n/tmp/kubeconform_v0.7.0_linux_amd64 k8s/\n./tools/shop-linux-amd64 x',
    ['deploy argocd app sync stops', 'validate kubeconform stops', '?any shop-linux-amd64 stops'],
  ],
  [
    "Argo's workflows: what a workflow does that is started is not told, but by its name or that of its step",
    'argo lint --offline workflows/\nargo list\nargo -n argo submit --wait --from=wftmpl/smoke-test\nargo submit x.yaml\nargo template update templates/a.yaml\nargo cron create cron.yaml',
    [
      'validate argo lint stops',
      '?smoke-test argo stops',
      '?any argo stops',
      'deploy argo template update stops',
      'deploy argo cron create stops',
    ],
  ],
  [
    'what a program is only asked for: its version, help, a list of its tests',
    'pytest --version\n./bin/phpunit --version\nnpx jest --version\nrubocop -V\ngitleaks version\nhelm upgrade --help\nkubectl apply --help\nterraform apply -help\nansible-playbook --version\nansible-playbook --list-tasks site.yml\npytest --collect-only\nnpx jest --listTests\nphpunit --list-tests\ngradle test --dry-run\npsql --version',
    ['build gradle test stops'],
  ],
  [
    'what only fetches data, or makes settings, looks at nothing',
    'bundle exec bundle-audit update\ntrivy image --download-db-only\ngrype db update\nsemgrep login\ncheckov --list\nnuclei -update-templates\ntflint --init\ndependency-check.sh --updateonly\ngit secrets --install\ngolangci-lint cache clean\neslint --init\nvitest list\nphpunit --generate-configuration\npytest --fixtures\nctest -N\ngoose status\nnpm audit signatures\nnpx wdio config\nvendor/bin/codecept build\nbats --count test\nconftest verify\ncfn-lint --list-rules\npytest --markers\nphpunit --list-groups\nhatch test --show\nginkgo outline x_test.go\npabot --dryrun tests\nmake -t test\ncucumber -d\nprove --dry t\nnunit3-console shop.dll --explore\ndotnet vstest --ListTests shop.dll\nninja -n test\nxcodebuild test -dry-run',
    [],
  ],
  [
    'and what looks still does',
    'bundle exec bundle-audit check --update\ntrivy image shop:1\ngrype shop:1\ncheckov -d .\ngit secrets --scan\ndetect-secrets scan\ndetect-secrets-hook --baseline .secrets\nvitest run\ngoose up',
    [
      'security-scan bundle-audit stops',
      'image-scan trivy image reports',
      'image-scan grype reports',
      'security-scan+validate checkov stops',
      'security-scan git secrets stops',
      'security-scan detect-secrets reports',
      'security-scan detect-secrets-hook stops',
      'unit-test vitest stops',
      'migrate goose stops',
    ],
  ],
  [
    'a version or a word that is given is none of these',
    'helm upgrade shop ./chart --version 1.4.0\npytest -v',
    ['deploy helm upgrade stops', 'unit-test pytest stops'],
    { 'tests/test_a.py': '' },
  ],
  ['cdk8s writes manifests', 'npx cdk8s synth\nkubectl apply -f dist/', ['deploy kubectl apply stops']],
  [
    'kubectl patch of what rolls nothing out',
    'kubectl -n prod patch configmap x -p y\noc patch sa/x -p y\noc patch bc/x -p y',
    [],
  ],
  [
    'kubectl apply of what rolls nothing out',
    'kubectl create -n prod secret generic shop --from-literal=a=b --dry-run=client -o yaml | kubectl apply -f -\n' +
      'kubectl create ns shop --dry-run=client -o yaml | kubectl label -f - --local -o yaml a=b | kubectl apply -f -\n' +
      'kubectl apply -f - <<END\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\nEND\n' +
      'doctl registry kubernetes-manifest | kubectl apply -f -\n' +
      'kubectl --kubeconfig=c create ns shop --dry-run=client -o yaml > /tmp/ns-prod.yaml && kubectl apply -f /tmp/ns-prod.yaml',
    [],
  ],
  [
    'kubectl apply of what is rolled out',
    'kubectl create deployment shop --image=shop:1 --dry-run=client -o yaml | kubectl apply -f -\n' +
      'kubectl apply -f - <<END\nkind: Namespace\n---\nkind: Deployment\nEND\n' +
      'kubectl create ns shop -o yaml --dry-run=client > all.yaml\ncat app.yaml > all.yaml\nkubectl apply -f all.yaml',
    ['deploy kubectl apply stops', 'deploy kubectl apply stops', 'deploy kubectl apply stops'],
  ],
  [
    'kubectl patch of how what runs is reached, and settings that are written there',
    `kubectl -n prod patch svc shop -p '{"spec":{"type":"LoadBalancer"}}'\noc patch hpa/shop --patch='{"spec":{"maxReplicas":4}}'\n` +
      "kubectl patch $what -p '{}'\nkubectl set env deployment/shop LOG_LEVEL=debug",
    [],
  ],
  [
    'kubectl patch that hands over, and settings by which all starts anew',
    `kubectl -n prod patch svc shop -p '{"spec":{"selector":{"color":"green"}}}'\n` +
      'kubectl patch deployment shop -p "{}1"\nkubectl set env deployment/shop STARTED=$(date +%s)',
    ['deploy kubectl patch stops @prod', 'deploy kubectl patch stops', 'deploy kubectl set stops'],
  ],
  [
    'a pod for a test in the cluster, which the script takes away again',
    'cat > scan.yaml <<END\nkind: Pod\nmetadata: {name: scan}\nEND\nkubectl -n prod apply -f scan.yaml\n' +
      'cat <<END | kubectl -n prod apply -f -\nkind: Job\nEND\nkubectl -n prod delete pod scan',
    [],
  ],
  [
    'a pod that stays, and what runs beside it',
    'cat > shop.yaml <<END\nkind: Pod\n---\nkind: Deployment\nEND\nkubectl apply -f shop.yaml\nkubectl delete pod old',
    ['deploy kubectl apply stops'],
  ],
  ['kubectl exec', 'kubectl -n prod exec deploy/x -- bundle exec rails db:migrate', ['migrate rails db:migrate stops']],
])

rows('the namespace in use', [
  ['oc project', 'oc project shop-stage\noc apply -f x', ['deploy oc apply stops @shop-stage']],
  ['its own flag wins', 'oc project shop-stage\noc apply -n shop-prod -f x', ['deploy oc apply stops @shop-prod']],
  [
    'a context, and a namespace of it',
    'kubectl config use-context prod\nkubectl apply -f x\nkubectl config set-context --current --namespace=staging\nhelm upgrade x y',
    ['deploy kubectl apply stops @prod', 'deploy helm upgrade stops @staging'],
  ],
  ['for other programs it says nothing', 'kubens prod\nfly deploy', ['build+deploy fly deploy stops']],
  [
    'branches that differ leave it unknown',
    'if a; then oc project stage; else oc project prod; fi\noc apply -f x',
    ['deploy oc apply stops'],
  ],
  ['it ends with its subshell', '(oc project stage)\noc apply -f x', ['deploy oc apply stops']],
])

rows('deployers of files', [
  ['git ftp', 'git ftp push -s production', ['deploy git ftp push stops @production']],
  ['git ftp that only tries', 'git ftp push --dry-run', []],
  ['the host behind the task', 'dep chown prod\ndep deploy prod', ['deploy dep deploy stops @prod']],
  [
    'the first word behind those of the entry',
    'vapor deploy production\ntk apply environments/prod\nsceptre launch staging\nterminus env:deploy shop.live\nshipit staging deploy',
    [
      'deploy vapor deploy stops @production',
      'deploy tk apply stops @prod',
      'apply sceptre launch stops @staging',
      'deploy terminus env:deploy stops @shop.live',
      'deploy shipit stops @staging',
    ],
  ],
  ['a file before it', 'pm2 deploy ecosystem.config.js production', ['deploy pm2 deploy stops @production']],
  ['the third word', 'hubploy deploy shop till-chart prod --cleanup-on-fail', ['deploy hubploy deploy stops @prod']],
  ['a selector', 'dep deploy stage=prod', ['deploy dep deploy stops @prod']],
])

rows('goals of Maven by their whole name', [
  [
    'with a version',
    'mvn -B compile com.google.cloud.tools:jib-maven-plugin:3.4.0:build',
    ['build+publish mvn compile, jib:build stops'],
  ],
  ['of Maven itself', 'mvn org.flywaydb:flyway-maven-plugin:migrate', ['migrate mvn flyway:migrate stops']],
])

rows('what only sets variables or logs in', [
  ['behind a pipe', 'eval $(aws ecr get-login --no-include-email --region "${R}" | sed \'s;https://;;g\')', []],
])

rows('variables', [
  ['of the script', 'NS=staging\nkubectl apply -n "$NS" -f x', ['deploy kubectl apply stops @staging']],
  [
    'of the caller',
    'kubectl apply -n "app-$ENV" -f x',
    ['deploy kubectl apply stops @app-prod'],
    {},
    { variables: { ENV: 'prod' } },
  ],
  [
    'in a list',
    'args=(run deploy shop)\nargs+=(--project shop-prod)\ngcloud "${args[@]}"',
    ['deploy gcloud run deploy stops @shop-prod'],
  ],
  [
    'in a list that a branch adds to',
    'args=(run deploy shop)\nif [ "$X" ]; then args+=(--quiet); fi\nargs+=(--project shop-prod)\ngcloud "${args[@]}"',
    ['deploy gcloud run deploy stops @shop-prod'],
  ],
  [
    'in a list that a test adds to',
    'args=(run deploy shop --project shop-prod)\n[[ -n "$X" ]] && args+=(--quiet)\ngcloud "${args[@]}"',
    ['deploy gcloud run deploy stops @shop-prod'],
  ],
  [
    'that a test may set are one or the other',
    'NS=staging\n[ "$X" ] && NS=production\nkubectl apply -n $NS -f x',
    ['deploy kubectl apply stops @staging if', 'deploy kubectl apply stops @production if'],
  ],
  ['with a default', 'kubectl apply -n "${NS:-staging}" -f x', ['deploy kubectl apply stops'], {}, {}],
  [
    'of a for',
    'for e in staging production; do kubectl apply -n $e -f x; done',
    ['deploy kubectl apply stops @staging', 'deploy kubectl apply stops @production'],
  ],
  [
    'of a function',
    'd() { kubectl apply -n "$1" -f x; }\nd staging\nd production',
    ['deploy kubectl apply stops @staging', 'deploy kubectl apply stops @production'],
  ],
  [
    'that differ by branch are each of them',
    'if a; then N=staging; else N=production; fi\nkubectl apply -n $N -f x',
    ['deploy kubectl apply stops @staging if', 'deploy kubectl apply stops @production if'],
  ],
])

const scripts = {
  'scripts/deploy.sh':
    '#!/usr/bin/env bash\nset -euo pipefail\nNS=$1\nhelm upgrade app . -n "$NS"\n"$(dirname "$0")/smoke.sh" "$NS" || { helm rollback app; exit 1; }\n',
  'scripts/smoke.sh': '#!/bin/sh -e\ncurl -fsS "https://$1.example.org/health"\n',
}

rows('scripts of the repository', [
  [
    'followed with their arguments',
    './scripts/deploy.sh production',
    ['deploy helm upgrade stops @production', 'smoke-test curl stops', 'rollback helm rollback stops @production if'],
    scripts,
  ],
  [
    'by an interpreter that decides on -e',
    'bash scripts/a.sh',
    ['unit-test jest ignored', 'lint eslint stops'],
    { 'scripts/a.sh': 'jest\neslint .\n' },
  ],
  ['sourced, with their functions', '. ./lib.sh\nt', ['unit-test jest stops'], { 'lib.sh': 't() { jest; }\n' }],
  ['from another folder', 'cd sub && ./x.sh', ['unit-test jest stops'], { 'sub/x.sh': 'jest' }],
  ['circles end', './a.sh', ['unit-test jest stops'], { 'a.sh': './b.sh', 'b.sh': './a.sh\njest' }],
  ['that are not there are hidden', './run.sh', ['?any run.sh stops']],
  ['of several lines are none', 'echo "```bash"\necho "./run.sh"\necho "```"', []],
  [
    'below what a command of several lines prints are hidden',
    './"$(locate |\n tail -1)"/run.sh',
    ['?any $(locate |\n tail -1)/run.sh stops'],
  ],
  ['that are not there, with a name that tells', './lint.sh', ['?lint lint.sh stops']],
  ['made on the way', "cat > x.sh <<'E'\njest\nE\nbash x.sh", ['unit-test jest stops']],
  ['made on the way of settings alone', 'echo "IP=$(ask-ip)" >> made.sh\n. made.sh\njest', ['unit-test jest stops']],
  [
    'made on the way as a document',
    'cat > a.sh <<E\nA=$B\nexport C="x y"\nE\nsource a.sh\njest',
    ['unit-test jest stops'],
  ],
  ['made of settings and more', 'echo A=1 > a.sh\ncat b >> a.sh\n. ./a.sh', ['?any . stops']],
  ['made of what runs when it is sourced', "echo 'A=$(./deploy.sh)' > a.sh\n. ./a.sh", ['?any . stops']],
  ['made of a setting and a command', 'echo "A=1; ./deploy.sh" > a.sh\n. ./a.sh', ['?any . stops']],
  ['downloaded', 'curl -fsSL https://example.org/run | bash', ['?any bash stops']],
  ['an installer', 'curl -fsSL https://get.example.org/install.sh | sh', []],
  ['an installer of a scanner', 'curl -sfL https://x.org/trivy/main/contrib/install.sh | sh -s -- -b /bin', []],
  ['an installer in the place of a file', 'bash <(curl -sSL https://sh.rustup.rs) -y', []],
  ['an uploader of reports', 'bash <(curl -s https://codecov.io/bash)', []],
  ['downloaded in the place of a file', 'bash <(curl -s https://example.org/run)', ['?any run) stops']],
  [
    'named in Python',
    'python ci/run.py',
    ['unit-test pytest stops'],
    { 'ci/run.py': 'import subprocess\nsubprocess.check_call(["pytest", "tests/unit"])\n' },
  ],
  [
    'whose name tells what the code does not',
    'node scripts/smoke-test.js',
    ['smoke-test smoke-test.js stops'],
    { 'scripts/smoke-test.js': 'fetch(process.env.URL)' },
  ],
])

const manifest = JSON.stringify({
  scripts: {
    test: 'jest',
    pretest: 'npm run lint',
    lint: 'run-s "lint:*"',
    'lint:js': 'eslint .',
    'lint:css': 'stylelint x',
    'test:smoke': 'playwright test',
    loop: 'npm run loop',
    e2e: 'start-server-and-test start http://localhost:1 cy',
    cy: 'cypress run',
    all: 'concurrently "npm:lint:*" "jest"',
  },
})

rows('package scripts', [
  [
    'npm test with its pre-script',
    'npm test',
    ['lint eslint stops', 'lint stylelint stops', 'unit-test jest stops'],
    { 'package.json': manifest },
  ],
  [
    'npm run, yarn, pnpm, bun',
    'npm run lint:js\nyarn lint:js\npnpm lint:js\nbun run lint:js',
    Array(4).fill('lint eslint stops'),
    { 'package.json': manifest },
  ],
  [
    'the name tells what the command does not',
    'npm run test:smoke',
    ['smoke-test playwright test stops'],
    { 'package.json': manifest },
  ],
  ['circles end', 'npm run loop', [], { 'package.json': manifest }],
  ['a server and its test', 'npm run e2e', ['integration-test cypress run stops'], { 'package.json': manifest }],
  [
    'concurrently',
    'npm run all',
    ['lint eslint stops', 'lint stylelint stops', 'unit-test jest stops'],
    { 'package.json': manifest },
  ],
  ['a program of a dependency', 'yarn jest', ['unit-test jest stops'], { 'package.json': manifest }],
  [
    '--prefix, -C, --cwd',
    'npm --prefix sub run lint:js\nnpm -C sub test',
    ['lint eslint stops', 'lint eslint stops', 'lint stylelint stops', 'unit-test jest stops'],
    { 'sub/package.json': manifest },
  ],
  [
    'workspaces',
    'npm test -w @x/a',
    ['unit-test vitest stops'],
    { 'package.json': '{}', 'a/package.json': '{"name":"@x/a","scripts":{"test":"vitest run"}}' },
  ],
  ['a script that is not there', 'npm run lint', ['?lint npm stops'], { 'package.json': '{}' }],
  [
    'turbo',
    'npx turbo run test',
    ['unit-test vitest stops'],
    { 'package.json': '{}', 'a/package.json': '{"scripts":{"test":"vitest run"}}' },
  ],
])

const make = [
  'ENV ?= staging',
  'IMG := app:$(VERSION)',
  '.PHONY: test lint deploy',
  'all: test',
  'test: lint',
  '\t@jest \\',
  '\t  --ci',
  'lint:',
  '\t-eslint .',
  'deploy: ; kubectl apply -n $(ENV) -f x',
  'production:',
  '\t$(eval ENV=production)',
  '\t@:',
  'sub:',
  '\t$(MAKE) -C sub test',
  'image:',
  '\tdocker push $(IMG)',
  'cond:',
  '\t$(if $(TAG), , $(error no tag))',
  '\thelm upgrade x . --set t=$(TAG)',
].join('\n')

const staticPattern = {
  Makefile: [
    'tests := $(wildcard tests/test_*.py)',
    'slow := tests/test_slow.py',
    'quick: $(filter-out $(slow),$(tests))',
    '$(tests): %.py :',
    '\tpytest $*.py',
    'app: main.py',
    '\tdocker build .',
  ].join('\n'),
  'main.py': '',
  'tests/test_a.py': '',
  'tests/test_slow.py': '',
  'tests/deep/test_b.py': '',
}

rows('make', [
  [
    'a target with its prerequisites, and a prefix that ignores',
    'make test',
    ['lint eslint ignored', 'unit-test jest stops'],
    { Makefile: make },
  ],
  ['the first target', 'make', ['lint eslint ignored', 'unit-test jest stops'], { Makefile: make }],
  ['variables, and an inline recipe', 'make deploy', ['deploy kubectl apply stops @staging'], { Makefile: make }],
  ['variables of the command line', 'make deploy ENV=uat', ['deploy kubectl apply stops @uat'], { Makefile: make }],
  [
    'variables that another target sets',
    'make production deploy',
    ['deploy kubectl apply stops @production'],
    { Makefile: make },
  ],
  [
    'a target that a run chooses',
    'make ${{ inputs.e }} deploy',
    ['deploy kubectl apply stops @staging'],
    { Makefile: make },
  ],
  ['-C and $(MAKE)', 'make -C . sub', ['lint mypy stops'], { Makefile: make, 'sub/Makefile': 'test:\n\tmypy .\n' }],
  ['functions', 'make cond', ['deploy helm upgrade stops'], { Makefile: make }],
  ['a dry run', 'make -n deploy', [], { Makefile: make }],
  ['a target that is not there', 'make rollback', ['?rollback make stops'], { Makefile: make }],
  ['a static pattern of files that are here', 'make quick', ['unit-test pytest stops'], staticPattern],
  ['a static pattern, its target by name', 'make tests/test_slow.py', ['unit-test pytest stops'], staticPattern],
  ['a static pattern is for its own targets alone', 'make app', ['build docker build stops'], staticPattern],
  ['includes', 'make x', ['lint mypy stops'], { Makefile: 'include a.mk', 'a.mk': 'x:\n\tmypy .\n' }],
  [
    'one shell for all recipes, as an included file asks below its own',
    'make test',
    ['unit-test jest stops'],
    {
      Makefile: 'include mk/base.mk\ntest:\n\tsuite=unit\n\t./ci/$${suite}.sh\n',
      'mk/base.mk': 'help:\n\techo help\n.ONESHELL:\n.SHELLFLAGS := -ce\n',
      'ci/unit.sh': 'jest src\n',
    },
  ],
  [
    'one shell that goes on after a failure',
    'make test',
    ['unit-test jest ignored'],
    { Makefile: 'test:\n\tjest src\n\techo done\n.ONESHELL:\n' },
  ],
])

test('make: variables are resolved, places point into the Makefile', async () => {
  const [push] = await acts('make image VERSION=1', { Makefile: make })
  assert.deepEqual(push?.words, ['push', 'app:1'])
  assert.equal(push?.place.file, 'Makefile')
  assert.equal(make.slice(push?.place.start, push?.place.end), 'docker push $(IMG)')
  assert.deepEqual(push?.via, [{ file: 'ci.yml', start: 0, end: 20 }])
})

rows('what takes away', [
  [
    'a script that is told to',
    './deploy.sh tear_down',
    [],
    { 'deploy.sh': '#!/bin/bash\ncase $1 in up) helm upgrade --install a ./a;; tear_down) helm uninstall a;; esac\n' },
  ],
  ['a script that is not here', './ops/deploy.py --destroy', [], {}],
  [
    'one that is told not to',
    './ops/deploy.py --destroy false',
    ['?deploy+migrate+smoke-test+rollback+notify+record deploy.py stops'],
    {},
  ],
  [
    'one that leaves nothing else where it deploys',
    './ops/deploy.py --delete production',
    ['?deploy+migrate+smoke-test+rollback+notify+record deploy.py stops @production'],
    {},
  ],
  [
    'a script that is told to deploy',
    './deploy.sh up',
    ['deploy helm upgrade stops if'],
    { 'deploy.sh': '#!/bin/bash\ncase $1 in up) helm upgrade --install a ./a;; tear_down) helm uninstall a;; esac\n' },
  ],
])

rows('other task runners', [
  [
    'just',
    'just test',
    ['lint eslint stops', 'unit-test jest stops'],
    { justfile: 'lint:\n  eslint .\ntest: lint\n  @jest\n' },
  ],
  [
    'just: in a folder, by itself, with what its recipes are given',
    'just docker-test -n 4',
    ['build docker build stops', 'unit-test pytest stops'],
    {
      justfile: 'docker-test *args="":\n  {{ just_executable() }} docker/test {{ args }}\n',
      'docker/justfile':
        'image env="dev":\n  docker build -t app-{{ env }} .\ntest *args="": (image "test")\n  pytest -m unit {{ args }}\n',
    },
  ],
  [
    'just: a recipe that stays where just was called',
    'cd web\njust test',
    ['lint eslint stops'],
    { justfile: '[no-cd]\ntest:\n  ./try.sh\n', 'try.sh': 'jest\n', 'web/try.sh': 'eslint .\n' },
  ],
  [
    'just: a recipe with a folder of its own',
    'just test',
    ['lint eslint stops'],
    {
      justfile: "[group('checks')]\n[working-directory: 'web']\ntest:\n  ./try.sh\n",
      'try.sh': 'jest\n',
      'web/try.sh': 'eslint .\n',
    },
  ],
  [
    'just: a folder for all recipes',
    'just test',
    ['lint eslint stops'],
    {
      justfile: 'set working-directory := "web"\n\ntest:\n  ./try.sh\n',
      'try.sh': 'jest\n',
      'web/try.sh': 'eslint .\n',
    },
  ],
  [
    'just: a recipe runs where its file is, which may be above',
    'cd web && just test',
    ['unit-test jest stops'],
    { justfile: 'test:\n  ./ops/try.sh\n', 'ops/try.sh': 'jest\n', 'web/index.js': '' },
  ],
  [
    'just: another file, where that one is',
    'just web/test',
    ['unit-test jest stops'],
    {
      justfile: 'test:\n  ./ops/try.sh\n',
      'ops/try.sh': 'jest\n',
      'web/justfile': 'test:\n  just --justfile ../justfile test\n',
    },
  ],
  [
    'just: the file of the folder above, by where this one is',
    'just web/test',
    ['lint eslint stops', 'unit-test jest stops'],
    {
      justfile: 'lint:\n  eslint .\n',
      'web/justfile':
        'test: _lint\n  jest\n_lint:\n  {{ just_executable() }} --justfile {{ justfile_directory() }}/../justfile lint\n',
    },
  ],
  [
    'Taskfile',
    'task test',
    ['lint eslint stops', 'unit-test jest stops'],
    { 'Taskfile.yml': 'version: 3\ntasks:\n  lint: eslint .\n  test:\n    deps: [lint]\n    cmds:\n      - jest\n' },
  ],
  [
    'the usual Taskfile of a team, in small letters',
    'task test',
    ['unit-test jest stops'],
    { 'taskfile.dist.yaml': 'version: 3\ntasks:\n  test: jest\n' },
  ],
  [
    'tox',
    'tox -e lint',
    ['lint flake8 stops'],
    { 'tox.ini': '[testenv]\ncommands =\n    pytest {posargs}\n[testenv:lint]\ncommands =\n    flake8 src\n' },
  ],
  [
    'nox',
    'nox -s lint',
    ['lint ruff check stops'],
    { 'noxfile.py': '@nox.session\ndef lint(session):\n    session.run("ruff", "check", ".")\n' },
  ],
  [
    'composer',
    'composer ci',
    ['lint phpstan stops', 'unit-test phpunit stops'],
    { 'composer.json': '{"scripts":{"ci":["@stan","phpunit"],"stan":"vendor/bin/phpstan analyse"}}' },
  ],
  [
    'slots of functions, and deployments of Spring, that change places',
    'az functionapp deployment slot swap -g shop -n shop-prod --slot next\naz spring app set-deployment -s shop-prod -n app -d green',
    [
      'deploy az functionapp deployment slot swap stops @shop-prod',
      'deploy az spring app set-deployment stops @shop-prod',
    ],
    {},
  ],
  [
    'a program of a gem that a file of Bundler loads',
    'bin/style --fix-layout && bin/greet',
    ['lint standardrb stops'],
    {
      'bin/style': '#!/usr/bin/env ruby\nrequire "bundler/setup"\nload Gem.bin_path("standard", "standardrb")\n',
      'bin/greet': '#!/usr/bin/env ruby\n# load Gem.bin_path("standard", "standardrb")\nputs "hello"\n',
    },
  ],
  [
    'rake',
    'bundle exec rake ci',
    ['lint rubocop stops'],
    { Rakefile: 'task :ci do\n  sh "bundle exec rubocop"\nend\n' },
  ],
  [
    'a service of compose',
    'docker compose run tests',
    ['unit-test jest stops'],
    { 'docker-compose.yml': 'services:\n  tests:\n    command: jest --ci\n' },
  ],
  [
    'compose that ends with a service',
    'docker compose up --exit-code-from tests',
    ['unit-test jest stops'],
    { 'compose.yml': 'services:\n  tests:\n    command: [jest, --ci]\n' },
  ],
])

rows('what commands are', [
  [
    'deployments',
    'helm upgrade x . -f values-staging.yaml\nkubectl apply -k overlays/prod',
    ['deploy helm upgrade stops @values-staging', 'deploy kubectl apply stops @prod'],
  ],
  [
    'dry runs check what they are given',
    'helm upgrade x . --dry-run\nkubectl apply -f x --dry-run=client',
    ['validate helm upgrade stops', 'validate kubectl apply stops'],
  ],
  [
    'terraform apply of locals and outputs changes nothing',
    'terraform -chdir="infra/${APP}/config" apply -auto-approve\nterraform -chdir=infra/shop/service apply',
    ['apply terraform apply stops'],
    {
      'infra/shop/config/main.tf': 'module "project" {\n  source = "../../project"\n}\noutput "x" {}\n',
      'infra/project/main.tf': 'locals {}\ndata "external" "x" {}\n',
      'infra/shop/service/main.tf': 'resource "aws_lb" "x" {}\n',
    },
  ],
  [
    'terraform works on the configuration of the folder that it is called in',
    'cd live/network\nterraform plan\ncd ../../stacks/prod/db\nterraform apply\nhelm upgrade a b',
    ['plan terraform plan stops', 'apply terraform apply stops @prod', 'deploy helm upgrade stops'],
  ],
  [
    'terraform apply of what calls a module from elsewhere may change something',
    'terraform -chdir=a apply\nterraform -chdir=b apply\nterraform -chdir=none apply',
    ['apply terraform apply stops', 'apply terraform apply stops', 'apply terraform apply stops'],
    {
      'a/main.tf': 'module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n',
      'b/main.tf': 'module "own" {\n  source = "./own"\n}\n',
      'b/own/main.tf': 'resource "null_resource" "x" {}\n',
    },
  ],
  [
    'perl with its text among other letters',
    "ls | perl -pe 's/error: (.*)/::warning::/' | perl -0777 -lane 'print'",
    [],
  ],
  [
    'make: pattern rules, the shortest stem first',
    'make deploy-prod\nmake undo-prod',
    ['smoke-test curl stops', 'apply terraform apply stops @prod', 'deploy helm upgrade stops'],
    {
      Makefile: [
        'include more.mk',
        'deploy-%: .check-%',
        '\tterraform -chdir=$* apply',
        '%prod:',
        '\thelm upgrade x',
        '.check-%:',
        '\t@case $* in test|prod) ;; *) exit 1;; esac',
        '',
      ].join('\n'),
      'more.mk': 'check-%:\n\tcurl -f https://$*.example.org/health\ndeploy-prod: check-prod\n',
    },
  ],
  [
    'make: a pattern that leads to itself is used once',
    'make deploy',
    ['deploy helm upgrade stops'],
    { Makefile: '%: common-% ;\ncommon-deploy:\n\thelm upgrade x\n' },
  ],
  [
    'zip packs what is deployed, by the names of the archive and of the script around it',
    'zip -qr function.zip .\nzip -r coverage.zip out\nzip -r x.zip .\nzip -T function.zip\n./build-layer.sh\nzip -r shop-production.zip server client\nzip production-backup.zip db',
    // what is named after an environment alone may be sources that nothing has built
    ['package zip stops', 'package zip stops'],
    { 'build-layer.sh': '#!/bin/bash\nset -e\nzip -q -r "$out/x.zip" .\nzip -r "$out/test-results.zip" .\n' },
  ],
  [
    'terraform',
    'terraform fmt -check\nterraform validate\nterraform plan -out x\nterraform apply x',
    [
      'lint terraform fmt stops',
      'validate terraform validate stops',
      'plan terraform plan stops',
      'apply terraform apply stops',
    ],
  ],
  [
    'images built by further tools',
    'chartpress --push\nchartpress --skip-build\nchartpress\nbuildctl build --frontend x\nbuildctl-daemonless.sh build --output type=image,name=a/b,push=true\ndepot build --push -t x .\ns2i build . a b',
    [
      'build+publish chartpress stops',
      'build chartpress stops',
      'build buildctl build stops',
      'build+publish buildctl build stops',
      'build+publish depot build stops',
      'build s2i build stops',
    ],
  ],
  [
    'a list of words that a function of the script itself is given',
    'python set.py',
    ['deploy kubectl set stops', 'deploy helm upgrade ignored'],
    {
      'set.py':
        'def check_call(cmd, dry_run=False):\n    subprocess.check_call(cmd)\n\ncheck_call(\n    [\n        "kubectl",\n        "set",\n        "resources",\n        "deployments/web",\n    ],\n    dry_run,\n)\nrun_command(["helm", "upgrade", name])\nshow(["helm", "upgrade"])\nx.command(["helm", "upgrade"])\n',
    },
  ],
  [
    'terraform by wrappers',
    'gitlab-terraform validate\ngitlab-terraform plan\ngitlab-terraform plan-json\ngitlab-tofu apply\nterragrunt run --all apply\nterragrunt run --all --queue-include-dir x --non-interactive -- apply -auto-approve\nterragrunt run -- plan',
    [
      'validate terraform validate stops',
      'plan terraform plan stops',
      'apply tofu apply stops',
      'apply terragrunt run apply stops',
      'apply terragrunt run apply stops',
      'plan terragrunt run plan stops',
    ],
  ],
  [
    'a program that a variable may name, and by default is what it says',
    '${KUBECTL:-kubectl} apply -f k8s\naz="${AZ:-az}"\n"$az" webapp up',
    ['deploy kubectl apply stops', 'build+deploy az webapp up stops'],
  ],
  ['maven publishes after it has built and tested', 'mvn -B deploy', ['build+unit-test+publish mvn deploy stops']],
  ['maven publishes untested', './mvnw -q deploy -am -DskipTests', ['build+publish mvn deploy stops']],
  [
    'plugins of maven that deploy',
    'mvn -B cargo:redeploy\nmvn org.apache.tomcat.maven:tomcat7-maven-plugin:2.2:redeploy-only\nmvn deploy:deploy-file -Dfile=a.jar',
    [
      'deploy mvn cargo:redeploy stops',
      'deploy mvn tomcat7:redeploy-only stops',
      'publish mvn deploy:deploy-file stops',
    ],
  ],
  [
    'a WAR handed to the manager of Tomcat',
    'curl -u "$USER:$PASSWORD" -T shop.war "http://$TOMCAT_HOST/manager/text/deploy?path=/shop&update=true" | grep OK',
    ['deploy curl stops'],
  ],
  [
    'what servers deploy when they are asked',
    'curl -X POST --data-binary @a.zip https://shop.scm.azurewebsites.net/api/zipdeploy\ncurl -X POST "$ARGOCD/api/v1/applications/shop/sync"\ncurl -f "https://coolify.example.org/api/v1/deploy?uuid=abc"',
    ['deploy curl stops', 'deploy curl stops', 'deploy curl stops'],
  ],
  ['the manager of Tomcat is only asked', 'curl -s "http://$TOMCAT_HOST/manager/text/list"', []],
  [
    'a module of Node that is called without its ending',
    'node scripts/configure\nnode scripts/check',
    ['lint eslint stops'],
    {
      'scripts/configure.js': "require('fs').writeFileSync('.env', 'STAGE=production')\n",
      'scripts/check/index.js': "require('child_process').execSync('eslint src')\n",
    },
  ],
  [
    'a variable between an interpreter and its script, and one that is the script',
    'node $DEBUG_OPTION node_modules/jest/bin/jest.js\npython3 ${PY_OPTS} setup.py bdist_wheel\nbash $SCRIPT build',
    ['unit-test jest stops', 'build setup.py stops', '?any ${SCRIPT} stops'],
  ],
  ['compose in a runner', 'docker compose up -d', []],
  [
    'a daemon of this machine that listens on a port',
    'docker -H :2375 build -t shop .\ndocker -H tcp://localhost:2375 rm -f shop\ndocker-compose -H :2375 up -d',
    ['build docker build stops'],
  ],
  ['an image that is taken from another machine again', 'docker -H tcp://web.example.org:2376 rmi shop:1', []],
  ['compose on the service beside the job', 'DOCKER_HOST=tcp://docker:2375 docker compose up -d', []],
  [
    'compose on a service that stands elsewhere in the cluster of the runners',
    'DOCKER_HOST=tcp://docker-dind.runners:2375 docker compose up -d',
    [],
  ],
  [
    'a daemon elsewhere that builds and pushes, before one that runs',
    'export DOCKER_HOST=tcp://builder.example.org:2376\ndocker build -t shop:1 .\ndocker tag shop:1 reg.example.org/shop:1\ndocker push reg.example.org/shop:1\ndocker pull reg.example.org/shop:1\ndocker service update --image reg.example.org/shop:1 shop',
    ['build docker build stops', 'publish docker push stops', 'deploy docker service stops'],
  ],
  ['a watcher that pulls', 'curl "${WATCHTOWER_URL}/v1/update"', ['deploy curl stops']],
  [
    'a task of Gradle by the path of its project, with and without the first colon',
    './gradlew app:test\n./gradlew :app:test\n./gradlew --no-daemon e2e:clean e2e:test',
    [
      'build+unit-test gradle test stops',
      'build+unit-test gradle test stops',
      'build+integration-test gradle test stops',
    ],
  ],
  ['Gradle without its tests', 'gradle assemble -x test', ['build gradle assemble stops']],
  [
    'compose on another machine',
    'DOCKER_HOST=ssh://web docker compose up -d\ndocker --context prod compose up -d',
    ['deploy docker compose up stops', 'deploy docker compose up stops'],
  ],
  [
    'ssh',
    'ssh deploy@web-prod "cd /srv && git pull && sudo systemctl restart app"',
    ['deploy ssh stops @deploy@web-prod'],
  ],
  ['ssh that only looks', 'ssh web uptime', []],
  [
    'ssh that reads below a folder',
    'ssh web "docker compose -f deploy/vds/docker-compose.yml config"',
    ['validate docker compose config stops'],
  ],
  ['ssh that asks for the system', 'ssh web "cat /etc/os-release"', []],
  ['ssh that lists the home of a user', 'ssh web "ls /home/deploy/app"', []],
  ['ssh that runs a script below a folder', 'ssh web "deploy/run.sh"', ['deploy ssh stops @web', '?any run.sh stops']],
  ['a script that is copied to be run once', 'scp -i key tools/audit.py "$U@$H:/tmp/audit.py"', []],
  ['a script that is copied to where it stays', 'scp tools/serve.py web:/srv/', ['deploy scp stops @web']],
  ['what is packed and copied on the way', 'scp app.tar.gz web:/tmp/', ['deploy scp stops @web']],
  ['a manifest to try', 'kubectl apply -f shop/test.yaml', ['deploy kubectl apply stops']],
  ['a manifest of an environment', 'kubectl apply -f k8s/staging.yaml', ['deploy kubectl apply stops @staging']],
  ['a manifest in a folder of them', 'kubectl apply -f environments/test.yaml', ['deploy kubectl apply stops @test']],
  ['pages of the forge', 'git add .\ngit push origin gh-pages', ['deploy git push stops']],
  ['numbers that are kept there', 'git add coverage-baseline.txt badge.json\ngit push origin HEAD:gh-pages', []],
  [
    'Dokku, whose user takes nothing but its commands',
    'ssh -o StrictHostKeyChecking=no "dokku@$HOST" git:from-image shop "$IMAGE"',
    ['deploy dokku git:from-image stops'],
  ],
  ['Dokku that is asked', 'ssh dokku@apps.example.org logs shop', []],
  ['copies to another machine', 'rsync -a build/ deploy@web:/srv\nscp web:/x .', ['deploy rsync stops']],
  ['a push that deploys', 'git push heroku main\ngit push origin main', ['build+deploy git push stops @heroku']],
  [
    'a push to the Git host of a platform, whose name tells no environment',
    'set -o pipefail; git push --force git@beta.aptible.com:shop-prod/shop.git $SHA:master 2>&1 | { grep -v secret || true; }',
    ['build+deploy git push stops @shop-prod/shop.git'],
  ],
  [
    'a push to a remote that the script adds',
    'git remote add live https://git.heroku.com/shop-live.git\ngit push live HEAD:main\ngit remote add other https://x.org/a/b.git\ngit push other main',
    ['build+deploy git push stops @live shop-live.git'],
  ],
  [
    'behind a proxy',
    'proxychains4 -q helm upgrade shop ./chart -n shop-prod',
    ['deploy helm upgrade stops @shop-prod'],
  ],
  ['a migration bundle', 'chmod u+x efbundle && ./efbundle', ['migrate efbundle stops']],
  [
    'a migration tool that only looks',
    'atlas migrate lint --dir x\natlas migrate hash\natlas migrate apply -u $URL',
    ['lint atlas migrate lint stops', 'migrate atlas migrate apply stops'],
  ],
  [
    'the integration tests of Rust',
    'cargo test -p shop --test api\ncargo test --workspace',
    ['build+integration-test cargo test stops', 'build+unit-test cargo test stops'],
  ],
  [
    'requests to health',
    'curl --fail https://x.org/health\ncurl https://x.org/health\ncurl -f https://x.org/file.tgz -o f',
    ['smoke-test curl stops'],
  ],
  [
    'a question for the own address, for which a firewall is opened',
    'ip=$(curl -fsS https://api.ipify.org)\ncurl -f https://checkip.amazonaws.com\ncurl -f https://ipify.org.example.org/',
    ['smoke-test curl stops'],
  ],
  [
    'the value of an option is no address, and an option without a value takes none',
    'curl -f -D $headers https://x.org/orders?page=1\ncurl -f --retry 5 --retry-connrefused --retry-all-errors https://x.org/health\ncurl -fsSD $headers https://x.org/orders',
    ['smoke-test curl stops'],
  ],
  [
    'questions to the forge and to what pipelines work with',
    'curl -f https://api.github.com/repos/shop/ring/commits/1/status\ncurl -f $CI_API_V4_URL/version\ncurl -f "$SONAR_HOST_URL/api/system/status"\ncurl -sf ${VAULT_ADDR}/v1/sys/health',
    [],
  ],
  [
    'a request whose code is tested',
    'c=$(curl -s -o /dev/null -w "%{http_code}" https://x.org/)\nif [ "$c" != 200 ]; then exit 1; fi',
    ['smoke-test curl stops'],
  ],
  [
    'a request whose code decides what the script leaves with at its end',
    'rc=0\nc=$(curl -s -o /dev/null -w "%{http_code}" https://x.org/)\nif [ "$c" != 200 ]; then\n  echo $c\n  rc=1\nelse\n  echo up\nfi\nexit ${rc}',
    ['smoke-test curl stops'],
  ],
  [
    'a request whose code is kept, and raised by nothing',
    'rc=0\nc=$(curl -s -o /dev/null -w "%{http_code}" https://x.org/)\nif [ "$c" != 200 ]; then rc=1; fi\necho $rc\nexit 0',
    [],
  ],
  [
    'a loop that asks until the answer is good, and gives up with a failure',
    'for i in $(seq 5); do\n  c=`curl -s -w "%{http_code}" $URL/health`\n  if (( $c < 300 )); then exit 0; fi\n  sleep 1\ndone\nexit 1',
    ['smoke-test curl stops'],
  ],
  [
    'a loop that asks and gives up without a failure',
    'for i in $(seq 5); do\n  c=`curl -s -w "%{http_code}" $URL/health`\n  if (( $c < 300 )); then exit 0; fi\ndone\nexit 0',
    [],
  ],
  [
    'a request that either branch makes is made in any case',
    'if [ -n "$TOKEN" ]; then curl -f -H "$TOKEN" https://x.org/health; else curl -f https://x.org/health; fi',
    ['smoke-test curl stops', 'smoke-test curl stops if'],
  ],
  [
    'a request that one branch makes is not',
    'if [ -n "$TOKEN" ]; then curl -f https://x.org/health; else echo; fi',
    ['smoke-test curl stops if'],
  ],
  ['a request whose answer is searched', 'curl -s https://x.org/health | grep -q ok', ['smoke-test curl stops']],
  ['a request to this machine', 'curl -f http://localhost:8080/health', []],
  ['a request to a container beside the job', 'curl -If http://docker/\ncurl -f http://web:3000/health', []],
  [
    'pipelines of elsewhere',
    [
      'curl -X POST "https://gitlab.x.org/api/v4/projects/39/trigger/pipeline" -F "token=$DEPLOY_TOKEN"',
      'curl -X POST -d @a https://circleci.com/api/v2/project/gh/x/y/pipeline',
      'curl -X POST -d @a https://dev.azure.com/x/y/_apis/pipelines/7/runs?api-version=7',
      'gh workflow run ci.yml --repo x/y',
    ].join('\n'),
    [...Array(3).fill('?deploy+migrate+smoke-test+rollback+notify+record curl stops'), '?deploy gh workflow run stops'],
  ],
  [
    'a pipeline of elsewhere that deploys, as it says',
    'curl -X POST -d \'{"event_type": "deploy-prod"}\' https://api.github.com/repos/x/y/dispatches\naz pipelines run --name deploy-shop',
    ['?any curl stops', 'deploy curl stops', '?any az pipelines run stops', 'deploy az pipelines run stops'],
  ],
  [
    'a pipeline of elsewhere in a step that is called so',
    'curl -X POST -F ref=main https://gitlab.x.org/api/v4/projects/39/trigger/pipeline',
    ['?any curl stops', 'deploy curl stops'],
    {},
    { name: 'prod-trigger-deployment' },
  ],
  [
    'a pipeline elsewhere that is started for an environment',
    'curl -X POST "$JENKINS/job/deploy-shop/buildWithParameters?FROM=staging&ENV=production"\ngh workflow run deploy.yml -R acme/infra -f environment=staging\ncurl -X POST "$JENKINS/job/deploy-shop/build?delay=0sec"',
    [
      '?any curl stops',
      'deploy curl stops @production',
      '?any gh workflow run stops',
      'deploy gh workflow run stops @staging',
      '?any curl stops',
      'deploy curl stops',
    ],
  ],
  [
    'a workflow that is here',
    'gh workflow run deploy.yml -f ref=main',
    [],
    { '.github/workflows/deploy.yml': 'on: workflow_dispatch' },
  ],
  [
    'messages',
    'curl -X POST -d x https://hooks.slack.com/services/a\ncurl -d x "$SLACK_WEBHOOK_URL"',
    ['notify curl stops', 'notify curl stops'],
  ],
  [
    'kinds of tests by their arguments',
    'pytest tests/unit\npytest tests/integration\npytest tests/smoke\npytest -m "not integration" tests/',
    ['unit-test pytest stops', 'integration-test pytest stops', 'smoke-test pytest stops', 'unit-test pytest stops'],
  ],
  ['one command for both kinds, nothing tells', 'pytest', ['unit-test pytest stops']],
  [
    'one command for both kinds, the layout tells',
    'pytest',
    ['unit-test+integration-test pytest stops'],
    { 'tests/integration/test_a.py': '', 'tests/test_b.py': '' },
  ],
  [
    'one command for both kinds, and no test in what is called after integration tests',
    'python manage.py test',
    ['unit-test manage.py test stops'],
    {
      'shop/tests/test_integration.py':
        'class TestOrders(TestCase):\n    def setUp(self):\n        pass\n\n# make_tests()\n',
      'shop/tests/test_b.py': '',
    },
  ],
  ['variables of the machine itself', 'source /etc/environment\n. /etc/os-release\njest', ['unit-test jest stops']],
  ['programs that nobody knows', 'frobnicate --all', []],
  [
    'programs that say what they do',
    'frob validate x\nfrob deploy prod',
    ['validate frob validate stops', '?deploy+migrate+smoke-test+rollback+notify+record frob stops @prod'],
  ],
  ['a program that is not known', '${{ inputs.command }}', ['?any ${{ inputs.command }} stops']],
  [
    'a comparison in its place is a truth value',
    "if ${{ github.ref == 'refs/heads/main' }}; then\njest\nfi",
    ['unit-test jest stops if'],
  ],
  [
    'as is a function that compares',
    "${{ startsWith(github.ref, 'refs/tags/') }} && jest",
    ['unit-test jest stops if'],
  ],
  [
    'a choice by a comparison is none',
    "${{ inputs.fast == 'yes' && 'true' || inputs.command }}",
    ["?any ${{ inputs.fast == 'yes' && 'true' || inputs.command }} stops"],
  ],
  [
    'a file that a variable may replace is the one that runs',
    'bash "${GUARD:-ci/guard.sh}"',
    ['unit-test jest stops'],
    { 'ci/guard.sh': 'jest\n' },
  ],
  [
    'a fetched program in a folder that a variable names',
    '"${RUNNER_TEMP:-/tmp}/cloud-sql-proxy" shop:europe-west1:main &',
    [],
  ],
  [
    'flags behind a service are told to its own program',
    'docker compose run --rm verifier --header="X-Token=$(cat token)" --publish',
    ['integration-test pactfoundation/pact-ref-verifier stops'],
    { 'docker-compose.yml': 'services:\n  verifier: {image: pactfoundation/pact-ref-verifier}\n' },
  ],
])

test('one command for both kinds: integration tests stay open where nothing tells', async () => {
  const open = [
    'pytest',
    'python -m unittest discover',
    'python manage.py test',
    'coverage run --parallel-mode manage.py test $MODULES --noinput',
  ]
  for (const command of open) {
    const [act] = await acts(command)
    assert.deepEqual(act?.hidden?.couldBe, ['integration-test'], command)
  }
  const [named] = await acts('python manage.py test shop.tests.test_prices')
  assert.equal(named?.hidden, undefined)
})

const push: Run = {
  trigger: { kind: 'push', place: at },
  branch: 'main',
  onDefaultBranch: true,
  inputs: { environment: 'production' },
}

const conditions: readonly (readonly [text: string, condition: string, holds: boolean | undefined])[] = [
  ['if [ "$E" = "prod" ]; then jest; fi', '"$E" = "prod"', true],
  ['if [ "$E" != "prod" ]; then jest; fi', '"$E" != "prod"', false],
  ['if [[ $E == pro* && -n $E ]]; then jest; fi', '$E == pro* && -n $E', true],
  ['[ "$X" = prod ] && jest', '"$X" = prod', undefined],
  ['[ "$X" = prod ] || jest', '!("$X" = prod)', undefined],
  ['if [ "${{ inputs.environment }}" = production ]; then jest; fi', '"${{ inputs.environment }}" = production', true],
  ['if [ "$GITHUB_REF_NAME" = main ]; then jest; fi', '"$GITHUB_REF_NAME" = main', true],
  ['case "$E" in stage) true ;; prod) jest ;; esac', '"$E" = prod', true],
  ['case "$X" in stage) true ;; *) jest ;; esac', '"$X" = *', undefined],
  ['if [ "$X" = a ]; then exit 0; fi\njest', '!("$X" = a)', undefined],
  ['[ "$X" = a ] && exit 0\njest', '!("$X" = a)', undefined],
  ['eslint . || jest', 'eslint . fails', undefined],
]

for (const [text, condition, holds] of conditions) {
  test(`conditions: ${text.replaceAll('\n', ' ⏎ ')}`, async () => {
    const found = await acts(text, {}, { variables: { E: 'prod' } })
    const act = found.find((one) => one.tool === 'jest')
    if (!act && holds === false) return
    assert.equal(act?.condition?.text, condition)
    assert.equal(act?.condition?.holds(push), holds)
  })
}

test('a failing exit in a branch is no condition for what follows', async () => {
  const [act] = await acts('if [ -z "$X" ]; then exit 1; fi\njest')
  assert.equal(act?.condition, undefined)
})

test('places point at the command in the pipeline file', async () => {
  const text = 'echo a\nif true; then\n  sudo helm upgrade x . && echo b\nfi'
  const [act] = await acts(text)
  assert.equal(text.slice(act?.place.start, act?.place.end), 'sudo helm upgrade x .')
  assert.deepEqual(act?.words, ['upgrade', 'x', '.'])
})

test('substitutions in words stay as they are written, assigned ones too', async () => {
  const [act] = await acts('TAG=v1-$(git rev-parse --short HEAD)\ndocker push app:$TAG')
  assert.deepEqual(act?.words, ['push', 'app:v1-$(git rev-parse --short HEAD)'])
})

test('scripts in other languages: what they hand to a shell', async () => {
  const found = await acts('import os\nos.system("jest")\n', {}, { shell: 'python' })
  assert.deepEqual(telling(found), ['unit-test jest ignored'])
})

test('too much to follow is said, and nothing hangs', async () => {
  const files: Record<string, string> = {}
  for (let i = 0; i < 12; i++) files[`s${i}.sh`] = `${`./s${i + 1}.sh\n`.repeat(8)}`
  files['s12.sh'] = 'jest\n'
  const found = await acts('./s0.sh', files)
  assert.equal(found.at(-1)?.hidden?.value.what.includes('too many commands'), true)
})

test('a test with a hundred thousand spaces is the one without them, and nothing hangs', async () => {
  const spaces = ' '.repeat(100_000)
  const [act] = await findActs(
    scriptOf(`if [ "$A"${spaces}= b${spaces}]; then kubectl apply -f k8s; fi`, { shell: 'sh' }),
    repositoryOf({}),
  )
  assert.match(act?.condition?.text ?? '', /^"\$A" += b$/)
})

test('random bytes as a script are no error', async () => {
  for (const text of ['\0\u0001\ufffd$(', ')'.repeat(100), 'a'.repeat(10_000), '`'.repeat(999), '((((', '<<<<<']) {
    await assert.doesNotReject(acts(text))
  }
})

test('actions: known ones by their inputs, unknown ones hidden as far as their name leaves it open', async () => {
  const repository = repositoryOf({})
  const of = async (uses: string, inputs: Record<string, string> = {}) =>
    (await actsOfAction(uses, inputs, at, [], '', repository)).map(line)
  assert.deepEqual(await of('actions/checkout@v4'), ['- actions/checkout stops'])
  assert.deepEqual(await of('aquasecurity/trivy-action@v1', { 'scan-type': 'image' }), [
    'image-scan aquasecurity/trivy-action reports',
  ])
  assert.deepEqual(await of('aquasecurity/trivy-action@v1', { 'exit-code': '1' }), [
    'image-scan aquasecurity/trivy-action stops',
  ])
  assert.deepEqual(await of('github/codeql-action/analyze@v3'), ['security-scan github/codeql-action/analyze reports'])
  assert.deepEqual(await of('nick-fields/retry@v3', { command: 'npx jest' }), ['unit-test jest stops'])
  assert.deepEqual(await of('acme/setup-thing@v1'), ['- acme/setup-thing stops'])
  assert.deepEqual(await of('acme/frobnicate@v1'), ['?any acme/frobnicate stops'])
})

const dockerfile = [
  'FROM node:20 AS deps',
  'RUN npm ci',
  'FROM deps AS test',
  'RUN npm run lint && \\',
  '    npx jest',
  'FROM deps AS other',
  'RUN npx mypy .',
  'FROM nginx',
  'COPY --from=test /app /app',
].join('\n')

rows('docker build', [
  [
    'runs the checks of the stages that it needs',
    'docker build -t x .',
    ['build docker build stops', 'lint eslint stops', 'unit-test jest stops'],
    { Dockerfile: dockerfile, 'package.json': manifest.replace('run-s', 'eslint') },
  ],
  [
    'up to a target',
    'docker build --target other -t x .',
    ['build docker build stops', 'lint mypy stops'],
    { Dockerfile: dockerfile },
  ],
  [
    'where only what says how to build has been copied, nothing is tested',
    'docker build -t x .',
    ['build docker build stops'],
    {
      Dockerfile:
        'FROM gradle:8-jdk21 AS cache\nCOPY build.gradle settings.gradle /shop/\nRUN gradle clean build || return 0\nFROM cache\nCOPY . /shop\nRUN gradle bootJar\n',
    },
  ],
  [
    'and once the code has, it is',
    'docker build -t x .',
    ['build docker build stops', 'build+unit-test gradle build stops'],
    {
      Dockerfile:
        'FROM gradle:8-jdk21 AS cache\nCOPY *.gradle /shop/\nRUN gradle clean build\nFROM cache\nCOPY src /shop/src\nRUN gradle build\n',
    },
  ],
  [
    '|| true',
    'docker build --target other . || true',
    ['build docker build ignored', 'lint mypy ignored'],
    { Dockerfile: dockerfile },
  ],
])

rows('other builders of a Dockerfile', [
  ...(
    [
      ['buildah bud -f app/Dockerfile --target other app', 'buildah bud'],
      ['img build -t x --target other app', 'img build'],
      ['depot build --project p1 --push -t x --target other app', 'depot build', 'build+publish'],
      ['/kaniko/executor --context app --cache --target other --destination x', 'executor', 'build+publish'],
      ['/kaniko/executor --context=dir://app -f app/Dockerfile --target=other --no-push', 'executor'],
      ['/kaniko/executor -c app -f Dockerfile --target other -d x', 'executor', 'build+publish'],
      [
        'az acr build --registry shop --no-logs -t x --file Dockerfile --target other app',
        'az acr build',
        'build+publish',
      ],
      [
        'buildctl build --frontend=dockerfile.v0 --local context=app --local dockerfile=app --opt target=other',
        'buildctl build',
      ],
    ] as const
  ).map(
    ([text, tool, kinds = 'build']): Row => [
      text,
      text,
      [`${kinds} ${tool} stops`, 'lint mypy stops'],
      { 'app/Dockerfile': dockerfile },
    ],
  ),
  [
    'the folder that is sent to Cloud Build',
    'gcloud builds submit --project shop --no-cache --tag x app',
    ['build+publish gcloud builds submit stops', 'lint eslint stops', 'unit-test jest stops'],
    { 'app/Dockerfile': dockerfile, 'app/package.json': manifest.replace('run-s', 'eslint') },
  ],
  [
    'which nobody waits for',
    'gcloud builds submit --async --tag x app',
    ['build+publish gcloud builds submit stops'],
    { 'app/Dockerfile': dockerfile, 'app/package.json': manifest },
  ],
  [
    'which with buildpacks builds no Dockerfile',
    'gcloud builds submit --pack image=x app',
    ['build+publish gcloud builds submit stops'],
    { 'app/Dockerfile': dockerfile, 'app/package.json': manifest.replace('run-s', 'eslint') },
  ],
])

test('an action that builds an image runs its checks', async () => {
  const repository = repositoryOf({ 'app/Dockerfile': dockerfile })
  const found = await actsOfAction(
    'docker/build-push-action@v6',
    { context: './app', target: 'other' },
    at,
    [],
    '',
    repository,
  )
  assert.deepEqual(found.map(line), ['build docker/build-push-action stops', 'lint mypy stops'])
  assert.equal(found[1]?.place.file, 'app/Dockerfile')
})

test('images: what a container step runs', async () => {
  const of = async (image: string, args: string) =>
    (await actsOfImage(image, args, at, [], '', repositoryOf({}))).map(line)
  assert.deepEqual(await of('aquasec/trivy:0.50', 'image --exit-code 1 x'), ['image-scan trivy image stops'])
  assert.deepEqual(await of('acme/thing', ''), ['?any acme/thing stops'])
})

test('a variable of an action’s environment names where it deploys', async () => {
  const at = { file: 'ci.yml', start: 0, end: 1 }
  const use = (inputs: Record<string, string>, variables: Record<string, string>) =>
    actsOfAction('nais/deploy/actions/deploy@v2', inputs, at, [], '', repositoryOf({}), variables)
  assert.equal((await use({}, { CLUSTER: 'prod-gcp' }))[0]?.environment, 'prod-gcp')
  assert.equal((await use({}, {}))[0]?.environment, undefined)
})

test('a known program whose arguments are not known may do all that it can', async () => {
  for (const [text, kinds] of [
    ['gcloud "${args[@]}"', ['deploy']],
    ['if [ "$X" ]; then args=(run deploy shop); else args=(app versions); fi\ngcloud "${args[@]}"', ['deploy']],
    ['kubectl $COMMAND', ['deploy', 'rollback']],
  ] as const) {
    const [act] = await acts(text, {})
    for (const kind of kinds) assert.ok(act?.hidden?.couldBe.includes(kind), `${text} ${kind}`)
  }
  assert.deepEqual(telling(await acts('echo "${args[@]}"', {})), [])
})

rows('programs that are fetched on the way', [
  [
    'a request whose answer goes nowhere',
    'until $(curl -o /dev/null --head --fail http://$HOST/); do sleep 1; done',
    ['smoke-test curl ignored'],
  ],
  [
    'a request whose answer and errors go nowhere',
    'curl -sf https://x.org/ > /dev/null 2>&1\ncurl -sf https://x.org/ &>/dev/null',
    ['smoke-test curl stops', 'smoke-test curl stops'],
  ],
  [
    'a page of which only the status is asked for',
    'code="$(curl -s -o /dev/null -w "%{http_code}" "${API_URL}/v1/rings")"\n[ "$code" = 200 ] || exit 1',
    ['smoke-test curl stops'],
  ],
  [
    'a package that is looked for',
    'curl -sf -o /dev/null https://registry.example.org/till/1.4.0\ncurl -sf "$API_URL/v1/rings"',
    [],
  ],
  [
    'health of a service that is asked for in its cluster',
    'kubectl run probe --rm -i --restart=Never --image=curlimages/curl -- curl -f http://shop/healthz\n' +
      'kubectl exec deploy/shop -- curl -f http://localhost:8080/healthz',
    ['smoke-test curl stops', 'smoke-test curl stops'],
  ],
  [
    'health that a pod asks for which nobody waits for',
    'kubectl run probe --image=curlimages/curl --restart=Never -- curl -f http://shop/healthz\n' +
      'kubectl run probe --rm -i --image=curlimages/curl -- curl -f http://shop/healthz',
    ['smoke-test curl ignored', 'smoke-test curl ignored'],
  ],
  ['health that is kept in a file', 'curl -f https://x.org/healthz > health.json', ['smoke-test curl stops']],
  ['a page that is kept in a file', 'curl -f https://x.org/ > page.html 2>&1', []],
  ['a reader', 'curl -L https://a/yq -o yq && chmod +x yq\n./yq e . x.yaml', []],
  ['a known one', 'mv kubectl-1.3 kubectl\n./kubectl apply -f x.yaml', ['deploy kubectl apply stops']],
])

rows('tags of image streams', [
  ['that are called after an environment', 'oc tag shop:1 shop:prd', ['deploy oc tag stops @prd']],
  ['that something may follow', 'oc tag shop:1 shop:blue', ['publish oc tag stops']],
  [
    'whose rollout is watched',
    'oc tag shop:1 shop:blue\noc rollout status deployment/shop-blue',
    ['publish+deploy oc tag stops'],
  ],
  [
    'that a rollout takes',
    'oc tag shop:1 shop:blue\noc rollout latest dc/shop-blue',
    ['publish oc tag stops', 'deploy oc rollout stops'],
  ],
])

rows('what Salt is told by its API', [
  [
    'to apply states',
    `curl -k "$SALT/" -d '[{"client": "local_batch", "fun": "state.apply", "tgt": "web*", "arg": ["docker"]}]'`,
    ['deploy curl stops'],
  ],
  ['to show what it would do', `curl -k "$SALT/" -d '[{"fun": "state.apply", "kwarg": {"test": true}}]'`, []],
  ['to answer', `curl -k "$SALT/" -d '[{"fun": "test.ping", "tgt": "web*"}]'`, []],
])

rows('what .NET publishes', [
  [
    'is built by it, or by a step before without which it fails',
    'dotnet publish Shop\ndotnet publish Shop --no-build -o out',
    ['build+package dotnet publish stops', 'build+package dotnet publish stops'],
  ],
])

rows('tests of .NET by their layout', [
  [
    'projects that are named are all that runs',
    'dotnet test "**/*UnitTests.csproj"\ndotnet test a/Shop.Tests/Shop.Tests.csproj\n' +
      'dotnet test --no-build --logger:"trx;LogFileName=a.trx" a/Shop.Tests/Shop.Tests.csproj /p:CollectCoverage=true',
    ['build+unit-test dotnet test stops', 'build+unit-test dotnet test stops', 'unit-test dotnet test stops'],
    {
      'a/Shop.Tests/Shop.Tests.csproj': '',
      'a/Shop.Tests/OrderTests.cs': '',
      'b/Shop.IntegrationTests/Shop.IntegrationTests.csproj': '',
      'b/Shop.IntegrationTests/OrderTests.cs': '',
    },
  ],
  [
    'a filter leaves them out',
    'dotnet test --filter "Category!=Integration"',
    ['build+unit-test dotnet test stops'],
    { 'Shop.IntegrationTests/OrderTests.cs': '' },
  ],
  [
    'components beside unit tests',
    'dotnet test',
    ['build+unit-test dotnet test stops'],
    { 'Shop.Tests/Components/CartTests.cs': '' },
  ],
  [
    'a folder of a project',
    'dotnet test',
    ['build+unit-test+integration-test dotnet test stops'],
    { 'Shop.Tests/E2ETests/OrdersTests.cs': '' },
  ],
  ['nothing that tells', 'dotnet test', ['build+unit-test dotnet test stops'], { 'Shop.Tests/OrdersTests.cs': '' }],
])

rows('tests of Django by their layout', [
  [
    'a folder of what drives a browser',
    'python manage.py test',
    ['unit-test+integration-test manage.py test stops'],
    { 'manage.py': '', 'shop/tests/test_cart.py': '', 'shop/tests/playwright/test_journeys_playwright.py': '' },
  ],
  [
    'units alone',
    'python manage.py test',
    ['unit-test manage.py test stops'],
    { 'manage.py': '', 'shop/tests/test_cart.py': '' },
  ],
])

rows('tests of Gradle by their module', [
  ['a module named for them', './gradlew :e2e:test', ['build+integration-test gradle test stops'], { gradlew: '' }],
  ['a module in another', 'gradle :shop:integration-tests:test', ['build+integration-test gradle test stops']],
  ['a module of the program', './gradlew :shop:test', ['build+unit-test gradle test stops'], { gradlew: '' }],
  [
    'all classes beside those of units',
    './gradlew clean test',
    ['build+unit-test+integration-test gradle test stops'],
    { gradlew: '', 'build.gradle': '', 'src/test/java/shop/integration/OrderIntegrationTest.java': '' },
  ],
  [
    'other source sets, which this task does not run',
    './gradlew test',
    ['build+unit-test gradle test stops'],
    { gradlew: '', 'src/integrationTest/java/OrderTest.java': '' },
  ],
  [
    'classes that the build leaves out',
    './gradlew test',
    ['build+unit-test gradle test stops'],
    {
      gradlew: '',
      'build.gradle.kts': 'tasks.test {\n  useJUnitPlatform {\n    excludeTags("integration")\n  }\n}\n',
      'src/test/java/OrderIntegrationTest.java': '',
    },
  ],
  [
    'one chosen test',
    './gradlew test --tests "*CartTest"',
    ['build+unit-test gradle test stops'],
    { gradlew: '', 'src/test/java/OrderIntegrationTest.java': '' },
  ],
  [
    'what lies in other modules is not run',
    './gradlew :shop:check',
    ['build+unit-test gradle check stops'],
    { gradlew: '', 'shop/src/test/java/CartTest.java': '', 'e2e/src/test/java/e2e/OrderTest.java': '' },
  ],
  [
    'nor those of modules that are asked for beside it left out',
    './gradlew :shop:check store:check',
    ['build+unit-test+integration-test gradle check, check stops'],
    { gradlew: '', 'shop/src/test/java/CartTest.java': '', 'store/src/test/java/StoreIntegrationTest.java': '' },
  ],
])

rows('tests of Gradle by their layout', [
  [
    'a linter hangs on the check of its build',
    './gradlew check',
    ['build+unit-test+integration-test+lint gradle check stops'],
    {
      'src/test/java/app/OrdersIntegrationTest.java': '',
      'build.gradle.kts': 'plugins {\n  id("org.jlleitschuh.gradle.ktlint") version "12.1.0"\n}\n',
      gradlew: '',
    },
  ],
  [
    'one that is declared for others, or lets everything pass, lints nothing',
    './gradlew check',
    ['build+unit-test+integration-test gradle check stops'],
    {
      'src/test/java/app/OrdersIntegrationTest.java': '',
      'build.gradle.kts': 'plugins {\n  id("org.jlleitschuh.gradle.ktlint") version "12.1.0" apply false\n}\n',
      'web/build.gradle': "apply plugin: 'checkstyle'\ncheckstyle { ignoreFailures = true }\n",
      gradlew: '',
    },
  ],
  [
    'a task of the build by its name',
    './gradlew pactTestPublish --info',
    ['integration-test gradle pactTestPublish stops'],
    { gradlew: '' },
  ],
  [
    'a package of integration tests in src/test',
    './gradlew check',
    ['build+unit-test+integration-test gradle check stops'],
    { 'src/test/kotlin/app/integration/OrdersTest.kt': '', gradlew: '' },
  ],
  [
    'a class by its name',
    './gradlew check',
    ['build+unit-test+integration-test gradle check stops'],
    { 'src/test/java/app/OrdersIntegrationTest.java': '', gradlew: '' },
  ],
])

test('uses by name: the usual arguments where none are given, in the folder that is', async () => {
  const files = {
    'web/package.json': '{"scripts": {"test": "jest"}}',
    'package.json': '{"scripts": {"test": "eslint ."}}',
  }
  const use = (inputs: Record<string, string>) =>
    actsOfUse(
      {
        ...{ table: 'orbs', name: 'circleci/node/test', narrowBy: 'test', what: 'the orb', text: 'node/test' },
        ...{ inputs, place: at, via: [], title: '' },
      } as const,
      repositoryOf(files),
    )
  assert.deepEqual(telling(await use({ 'app-dir': 'web' })), ['unit-test jest stops'])
  assert.deepEqual(telling(await use({})), ['lint eslint stops'])
})

test('what ssh-agent prints sets variables and hides nothing', async () => {
  const found = await acts('eval $(ssh-agent -s)\neval "$(ssh-agent -s)"')
  assert.deepEqual(
    found.filter((act) => act.hidden),
    [],
  )
})

rows('environments that scripts are given', [
  ['a flag', './deploy.sh -e prod', ['deploy kubectl apply stops @prod'], { 'deploy.sh': 'kubectl apply -f a.yaml' }],
  [
    'a flag with =',
    'python deploy.py --env=uat',
    ['deploy helm upgrade ignored @uat'],
    {
      'deploy.py': "os.system('helm upgrade a b')",
    },
  ],
  [
    'a variable',
    'STAGE=production ./go.sh',
    ['deploy kubectl apply stops @production'],
    {
      'go.sh': 'kubectl apply -f a.yaml',
    },
  ],
  [
    'a plain word',
    './deploy.sh shop staging',
    ['deploy kubectl apply stops @staging'],
    {
      'deploy.sh': 'kubectl apply -f a.yaml',
    },
  ],
  [
    'the command names its own',
    './deploy.sh staging',
    ['deploy kubectl apply stops @prod'],
    {
      'deploy.sh': 'kubectl apply -f a.yaml -n prod',
    },
  ],
  [
    'several that differ',
    './deploy.sh dev prod',
    ['deploy kubectl apply stops'],
    {
      'deploy.sh': 'kubectl apply -f a.yaml',
    },
  ],
  [
    'a script that is not here',
    './deploy.sh prod',
    ['?deploy+migrate+smoke-test+rollback+notify+record deploy.sh stops @prod'],
  ],
  ['tests are no deployment', './check.sh test', ['unit-test jest stops'], { 'check.sh': 'jest' }],
])

rows('a command that a service of compose is given', [
  [
    'that is known to test nothing, in a service of tests',
    `docker-compose run test-web bash -c './manage.py makemigrations | grep "No changes"'`,
    [],
    { 'docker-compose.yml': 'services: {test-web: {image: shop, command: ./manage.py test}}' },
  ],
  [
    'that is no program to tell of, in a service of tests',
    'docker compose run --rm tests ls -l',
    [],
    { 'docker-compose.yml': 'services: {tests: {image: shop}}' },
  ],
  [
    'that nothing tells of, in a service of tests',
    'docker compose run --rm unit-tests ringmaster --all',
    ['unit-test unit-tests stops'],
    { 'docker-compose.yml': 'services: {unit-tests: {image: shop}}' },
  ],
])

rows('what a service of compose runs through its volumes', [
  [
    'a script that is laid into the image, by a file named from the script around',
    'ci/test/all.sh',
    ['unit-test jest stops'],
    {
      'ci/test/all.sh':
        '#!/bin/sh\nset -e\nDIR="$(dirname $0)"\ndc() {\n  docker-compose -p shop -f ${DIR}/services.yml $*\n}\ndc run --rm tests\n',
      'ci/test/services.yml':
        'services:\n  tests:\n    build: ../..\n    volumes:\n      - ./run.sh:/srv/run.sh:ro\n    command: /srv/run.sh\n',
      'ci/test/run.sh': 'set -e\njest --ci\n',
    },
  ],
  [
    'a folder, in the long form',
    'docker compose run --rm tests',
    ['unit-test jest stops'],
    {
      'compose.yml':
        'services:\n  tests:\n    image: node\n    volumes: [{type: bind, source: ./tools, target: /t}]\n    command: [sh, /t/run.sh]\n',
      'tools/run.sh': 'jest\n',
    },
  ],
])

rows('a script with the name of tests', [
  [
    'that only lists the tasks of a runner',
    'bash tests/run-fabric-tests.sh',
    [],
    { 'tests/run-fabric-tests.sh': 'set -e\npip3 install fabric==1.15.0\nfab -l -f deploy/fabfile.py\n' },
  ],
])

rows('what a service of compose runs by itself', [
  [
    'the command of the image that is built for it',
    'docker-compose run api-test',
    ['build+integration-test dotnet test stops'],
    {
      'docker-compose.yml': 'services: {api-test: {build: {context: ., dockerfile: T/Dockerfile}}}',
      'T/Dockerfile':
        'FROM sdk AS one\nCMD echo\nFROM sdk\nCOPY . .\nCMD ["dotnet", "test", "--filter", "FullyQualifiedName~E2ETests"]\n',
    },
  ],
])

rows('programs that a script in another language puts together', [
  [
    'its name tells what they may be',
    'node tools/sast.js',
    ['?security-scan+image-scan sast.js stops'],
    {
      'tools/sast.js': 'const { spawnSync } = require("node:child_process")\nspawnSync(binary, args)',
    },
  ],
  ['it starts none', 'node tools/sast.js', [], { 'tools/sast.js': 'write(report)' }],
])

rows('where containers lie stands before what is done with them', [
  [
    'buildah',
    'buildah --storage-driver=vfs bud -t acme/shop .\nbuildah --root /var/tmp --digestfile digest push acme/shop',
    ['build buildah bud stops', 'publish buildah push stops'],
  ],
  ['skopeo', 'skopeo --tmpdir /var/tmp copy docker://a/b docker://c/d', ['publish skopeo copy stops']],
])

rows('an image that is built and pushed in one script without -e', [
  [
    'by two names, of which the last one pushed is no tag of the run',
    'buildah build --tag acme/shop:$SHA --tag acme/shop:latest .\nbuildah push acme/shop:$SHA\nbuildah push acme/shop:latest',
    ['build buildah build stops', 'publish buildah push ignored', 'publish buildah push stops'],
    {},
    off,
  ],
  [
    'by the same name: the push fails in its place',
    'docker build -t acme/shop:$TAG_NAME .\ndocker push acme/shop:$TAG_NAME',
    ['build docker build stops', 'publish docker push stops'],
    {},
    { errexit: false },
  ],
  [
    'by a name that may be left over, or another one',
    'docker build -t acme/shop:latest -t acme/shop:$TAG .\ndocker push acme/shop:latest',
    ['build docker build ignored', 'publish docker push stops'],
    {},
    { errexit: false },
  ],
])

rows('machines that a command reaches through the cloud', [
  [
    'a service that a script of the repository installs there',
    'az vm run-command invoke -g rg -n vm --command-id RunPowerShellScript --scripts @ops/install.ps1',
    ['deploy az stops'],
    { 'ops/install.ps1': 'New-Service -Name shop -BinaryPathName shop.exe' },
  ],
  [
    'a batch file calls',
    'call az webapp deploy -n shop-prod',
    ['deploy az webapp deploy stops @shop-prod'],
    {},
    { shell: 'cmd' },
  ],
  [
    'a program of Windows by its whole path',
    '"C:\\Program Files\\MSBuild\\Current\\Bin\\MSBuild.exe" src\\shop.sln',
    ['build msbuild stops'],
    {},
    { shell: 'cmd' },
  ],
  [
    "Windows' paths: of scripts here, of programs, in folders",
    '.\\ci\\check.cmd Release\r\n.\\node_modules\\.bin\\eslint src\r\ncd ops && deploy.bat',
    ['unit-test dotnet test ignored', 'lint eslint ignored', 'deploy az webapp deploy stops @shop-prod'],
    {
      'ci/check.cmd': '@echo off\r\ndotnet test tests\\Unit\\Unit.csproj --no-build\r\n',
      'ops/deploy.bat': 'az webapp deploy -n shop-prod\r\n',
    },
    { shell: 'cmd' },
  ],
])

rows('a step that is called a smoke test', [
  [
    'and calls a script that judges for itself',
    'bash ops/health.sh "$URL"',
    ['smoke-test shell stops'],
    { 'ops/health.sh': 'code=$(ask "$1" || echo 000)\nif [ "$code" != 200 ]; then exit 1; fi\n' },
    { name: 'Run smoke tests' },
  ],
])

rows('programs by their file in node_modules', [
  ['named as the package', 'node node_modules/jest/bin/jest.js --ci', ['unit-test jest stops']],
  ['named otherwise', 'node ./node_modules/vitest/dist/cli.js run', ['unit-test vitest stops']],
])

const scriptsOf = (scripts: Readonly<Record<string, string>>, name = 'shop') => JSON.stringify({ name, scripts })

rows('scripts that are called build', [
  [
    'a program of the project',
    'yarn build',
    ['build build.js stops'],
    { 'package.json': scriptsOf({ build: 'node scripts/build.js' }), 'scripts/build.js': 'bundle()' },
  ],
  [
    'what they run tells more',
    'yarn build',
    ['unit-test jest stops'],
    { 'package.json': scriptsOf({ build: 'jest' }) },
  ],
  ['on the way to one', './build-env.sh', [], { 'build-env.sh': 'frobnicate' }],
])

rows('filters of pnpm', [
  [
    'a program in one package',
    'pnpm --filter shop exec tsc --noEmit',
    ['lint tsc stops'],
    { 'apps/shop/package.json': scriptsOf({}) },
  ],
  [
    'packages by their folder',
    'pnpm --filter "{domains/**}" run test',
    ['unit-test vitest stops'],
    { 'domains/a/package.json': scriptsOf({ test: 'vitest' }, '@x/a') },
  ],
  [
    'what a package depends on',
    'pnpm --filter "@x/a^..." run test',
    ['unit-test vitest stops'],
    { 'domains/a/package.json': scriptsOf({ test: 'vitest' }, '@x/a') },
  ],
])

rows('tests in an image of which only the manifests are copied', [
  ['there is nothing yet to test', 'docker build .', ['build docker build stops'], imageOf('RUN go test ./...')],
  [
    'the rest is mounted, as mounts are where no type is said',
    'docker build .',
    ['build docker build stops', 'build+unit-test go test stops'],
    imageOf('RUN --mount=type=cache,target=/root/.cache --mount=target=. go test ./...'),
  ],
  [
    'a mounted cache holds none of it',
    'docker build .',
    ['build docker build stops'],
    imageOf('RUN --mount=type=cache,target=/root/.cache go test ./...'),
  ],
])

rows('what is called version', [
  ['a program that makes one', 'semantic-release version', ['publish semantic-release version stops']],
  ['the same, which only prints it', 'semantic-release version --print', []],
  ['a program that tells its own', 'gitleaks version', []],
])

rows('one-off processes of an application', [
  [
    'a task that the script waits for, and fails with',
    'ARN=$(aws ecs run-task --overrides \'{"containerOverrides": [{"command": ["rails", "db:migrate"]}]}\' --query taskArn)\naws ecs wait tasks-stopped --tasks $ARN\nCODE=$(aws ecs describe-tasks --tasks $ARN --query "tasks[0].containers[0].exitCode")\nif [ "$CODE" != 0 ]; then exit 1; fi',
    ['migrate rails db:migrate stops'],
  ],
  [
    'a task that the script waits for alone',
    'aws ecs run-task --overrides \'{"containerOverrides": [{"command": ["rails", "db:migrate"]}]}\'\naws ecs wait tasks-stopped --tasks x',
    ['migrate rails db:migrate ignored'],
  ],
  [
    'a job of the cluster that the script waits for',
    'kubectl create job m --image=shop -- rails db:migrate\nkubectl wait --for=condition=complete job/m --timeout=300s',
    ['migrate rails db:migrate stops'],
  ],
  [
    'a task whose end is only shown, whatever else the script leaves by',
    'aws ecs run-task --overrides \'{"containerOverrides": [{"command": ["rails", "db:migrate"]}]}\'\naws ecs describe-tasks --tasks x --query "tasks[0].containers[0].exitCode"\nif [ -z "$NOTICE" ]; then exit 1; fi',
    ['migrate rails db:migrate ignored'],
  ],
  [
    'a task whose end is compared at once',
    'aws ecs run-task --overrides \'{"containerOverrides": [{"command": ["rails", "db:migrate"]}]}\'\n[ "$(aws ecs describe-tasks --tasks x --query "tasks[0].containers[0].exitCode")" = 0 ]',
    ['migrate rails db:migrate stops'],
  ],
  [
    'a task whose end the script leaves with',
    'aws ecs run-task --overrides \'{"containerOverrides": [{"command": ["rails", "db:migrate"]}]}\'\nCODE=$(aws ecs describe-tasks --tasks x --query "tasks[0].containers[0].exitCode" \\\n  --output text)\nexit $CODE',
    ['migrate rails db:migrate stops'],
    {},
    off,
  ],
  [
    'a task whose end a script looks at that is let fail',
    'bash migrate.sh || true',
    ['migrate rails db:migrate ignored'],
    {
      'migrate.sh':
        'aws ecs run-task --overrides \'{"containerOverrides": [{"command": ["rails", "db:migrate"]}]}\'\nexit $(aws ecs describe-tasks --tasks x --query "tasks[0].containers[0].exitCode")\n',
    },
  ],
  [
    'a job of the cluster that may go on',
    'kubectl create job m --image=shop -- rails db:migrate\nkubectl wait --for=condition=complete job/m --timeout=300s || true',
    ['migrate rails db:migrate ignored'],
  ],
  [
    'a job beside the one that the script waits for',
    'kubectl create job m --image=shop -- rails db:migrate\nkubectl wait --for=condition=complete job/seeds',
    ['migrate rails db:migrate ignored'],
  ],
  [
    'a job without which the script leaves',
    'kubectl create job m --image=shop -- rails db:migrate\nif ! kubectl wait --for=condition=complete job/m; then\n  kubectl logs job/m\n  exit 1\nfi',
    ['migrate rails db:migrate stops'],
    {},
    off,
  ],
  [
    'a task of ECS with another command',
    'aws ecs run-task --cluster shop --overrides \'{"containerOverrides": [{"name": "web", "command": ["bundle", "exec", "rails", "db:migrate"]}]}\'',
    ['migrate rails db:migrate ignored'],
  ],
  [
    'a task of ECS with a script, and one as its image is',
    'aws ecs run-task --overrides="{\\"containerOverrides\\":[{\\"name\\":\\"$NAME\\",\\"command\\":[\\"sh\\",\\"-c\\",\\"python manage.py migrate\\"]}]}"\naws ecs run-task --cluster shop',
    ['migrate manage.py migrate ignored'],
  ],
  [
    'a package script of it',
    'cf run-task shop --command "yarn db:migrate" --wait',
    ['migrate sequelize db:migrate stops'],
    { 'package.json': scriptsOf({ 'db:migrate': 'sequelize db:migrate' }) },
  ],
  [
    'a script file of it',
    'heroku run bin/tool --app shop',
    ['migrate sequelize db:migrate stops'],
    { 'bin/tool': '#!/bin/sh\nsequelize db:migrate\n' },
  ],
])

rows('tests of Skaffold', [
  [
    'custom commands, also of what is required',
    'skaffold test --build-artifacts=a.json',
    ['lint pylint stops'],
    {
      'skaffold.yaml': 'requires:\n- path: ./b\n- path: skaffold.yaml\n',
      'b/skaffold.yaml': 'metadata: {name: b}\ntest:\n- image: b\n  custom:\n  - command: pylint .\n',
    },
  ],
  [
    'one module',
    'skaffold test -m a',
    ['lint flake8 stops'],
    {
      'skaffold.yaml':
        'metadata: {name: a}\ntest:\n- image: a\n  custom:\n  - command: flake8\n---\nmetadata: {name: b}\ntest:\n- image: b\n  custom:\n  - command: pylint .\n',
    },
  ],
  ['no configuration here', 'skaffold test', ['?unit-test+lint+integration-test skaffold test stops']],
])

rows('health checks that judge for themselves', [
  [
    'of another machine',
    'curl -s "$APP_URL/x" > a\nif [ "$bad" -gt 0 ]; then exit 1; fi',
    ['smoke-test shell stops'],
    {},
    { name: 'Run health checks' },
  ],
  ['of this machine', 'ps\nif [ "$bad" -gt 0 ]; then exit 1; fi', [], {}, { name: 'Health check' }],
])

rows('manifests judged by a service', [
  [
    'what it answers is tested',
    'score=$(curl -sSX POST --data-binary @"k8s.yaml" https://v2.kubesec.io/scan | jq .[0].score)\nif [[ "$score" -lt 5 ]]; then exit 1; fi',
    ['validate curl stops'],
  ],
  ['nothing looks at it', 'curl -X POST -d @a https://v2.kubesec.io/scan', ['validate curl reports']],
])

rows('what runs instead of a check and fails too', [
  ['in a shell of its own', 'npx jest > log || (cat log && exit 1)\necho done', ['unit-test jest stops']],
  ['in braces', 'npx jest > log || { tail log && false; }\necho done', ['unit-test jest stops']],
  ['or ends well', 'npx jest > log || (cat log && exit 0)\necho done', ['unit-test jest ignored']],
])

rows('checks whose report is tested', [
  [
    'by grep, behind tee',
    'trivy image shop:1 | tee out.txt\nif grep -qE "HIGH|CRITICAL" out.txt; then\n  exit 1\nfi',
    ['image-scan trivy image stops'],
  ],
  [
    'for critical findings alone',
    'trivy image shop:1 > out.txt\nif grep -q CRITICAL out.txt; then\n  exit 1\nfi',
    ['image-scan trivy image reports'],
  ],
  [
    'in a file',
    'npm audit --json > audit.json || true\njq -e .x audit.json || exit 1',
    ['security-scan npm audit stops'],
  ],
  ['by a flag', 'trivy fs -o out.txt .\ngrep -q HIGH out.txt && exit 1', ['security-scan trivy fs stops']],
  [
    'for what stands in every report',
    'trivy fs -o out.json .\ngrep -q SchemaVersion out.json || exit 1',
    ['security-scan trivy fs reports'],
  ],
  [
    'in a branch for what stands in every report',
    'trivy fs -o out.json .\nif ! grep -q SchemaVersion out.json; then\n  exit 1\nfi',
    ['security-scan trivy fs reports'],
  ],
  [
    'for that there are none',
    'trivy fs -o out.txt .\ngrep -qE "Total: 0" out.txt || exit 1',
    ['security-scan trivy fs stops'],
  ],
  [
    'for that the list of them is empty',
    `npm audit --json > out.json || true\ngrep -q '"vulnerabilities": \\[\\]' out.json || exit 1`,
    ['security-scan npm audit stops'],
  ],
  ['and may not have any', 'trivy fs -o out.txt .\n! grep -q HIGH out.txt || exit 1', ['security-scan trivy fs stops']],
  ['that nothing looks at', 'trivy image shop:1 | tee out.txt\ncat out.txt', ['image-scan trivy image ignored']],
  [
    'that must only be there',
    'trivy image shop:1 > out.txt\nif [ ! -f out.txt ]; then exit 1; fi',
    ['image-scan trivy image reports'],
  ],
  [
    'that must hold something',
    'trivy image shop:1 > out.txt\nif [ ! -s out.txt ]; then exit 1; fi\n[ -s out.txt ] || exit 1\ncat out.txt || exit 1',
    ['image-scan trivy image reports'],
  ],
  [
    'that must hold nothing',
    'trivy image shop:1 > out.txt\nif [ -s out.txt ]; then exit 1; fi',
    ['image-scan trivy image stops'],
  ],
  [
    'that must hold nothing, in a chain',
    'npm audit > out.txt\n[ ! -s out.txt ] || exit 1',
    ['security-scan npm audit stops'],
  ],
  [
    'by a program that fails where it is missing alone',
    `npm audit --json > out.json || true\npython3 - <<'E'\nimport json, os, sys\nif not os.path.exists('out.json'):\n    print('no report')\n    sys.exit(1)\nprint('critical:', json.load(open('out.json'))['critical'])\nE`,
    ['security-scan npm audit ignored'],
  ],
  [
    'by a program that looks into it',
    `npm audit --json > out.json || true\npython3 - <<'E'\nimport json, os, sys\nif not os.path.exists('out.json'):\n    sys.exit(1)\nfound = json.load(open('out.json'))\nif found['high'] + found['critical'] > 0:\n    sys.exit(1)\nE`,
    ['security-scan npm audit stops'],
  ],
  [
    'that is only shown',
    'trivy image shop:1 > out.txt\nif grep -q CRITICAL out.txt; then\n  echo look\nfi',
    ['image-scan trivy image reports'],
  ],
])

test('a variable that is set to what cannot be told decides no branch', async () => {
  const ways = [
    'read OK < answer',
    'read -r -p "Go on?" OK',
    'mapfile -t OK < answers',
    'printf -v OK "%s" "$1"',
    'while getopts "e:" o; do OK=$OPTARG; done',
    '((OK++))',
    'let OK=OK+1',
    '. ./not-here.sh',
    'source <(cat settings)',
    'eval "$(cat settings)"',
    'f() { if cmd; then OK=1; return; fi; }\nf',
    'for i in 1 2; do cmd || continue; OK=1; break; done',
  ]
  const deploys = async (how: string) => {
    const text = `OK=0\n${how}\nif [ "$OK" = 0 ]; then exit 1; fi\nhelm upgrade a b`
    return (await acts(text, {}, off)).some(({ tool }) => tool === 'helm upgrade')
  }
  for (const how of ways) assert(await deploys(how), how)
  assert(!(await deploys('eval "$(ssh-agent -s)"\nread X')))
})

rows('what comes behind a function that leaves early', [
  [
    'by return',
    'f() { if [ "$X" = y ]; then return 0; fi; jest; }\nf\nhelm upgrade a b',
    ['unit-test jest stops if', 'deploy helm upgrade stops'],
  ],
  [
    'by exit',
    'f() { if [ "$X" = y ]; then exit 0; fi; jest; }\nf\nhelm upgrade a b',
    ['unit-test jest stops if', 'deploy helm upgrade stops if'],
  ],
  [
    'by return in a list',
    'f() { [ "$X" = y ] && return 0; jest; }\nf\nhelm upgrade a b',
    ['unit-test jest stops if', 'deploy helm upgrade stops'],
  ],
  [
    'by return of a file that is read in',
    '. ./f.sh\nhelm upgrade a b',
    ['unit-test jest stops if', 'deploy helm upgrade stops'],
    { 'f.sh': 'if [ "$X" = y ]; then return 0; fi\njest\n' },
  ],
  [
    'a script by exit in a branch of a branch',
    'if [ "$A" = b ]; then if [ "$X" = y ]; then exit 0; fi; fi\nhelm upgrade a b',
    ['deploy helm upgrade stops if'],
  ],
])

const workspaceOfNx = {
  'web/nx.json': '{}',
  'web/package.json': '{"scripts": {"build": "npx nx build shop", "test": "npx nx test shop"}}',
  'web/apps/shop/project.json': JSON.stringify({
    name: 'shop',
    targets: {
      build: { executor: '@angular/build:application' },
      test: { executor: '@angular/build:unit-test' },
      lint: { executor: '@nx/eslint:lint' },
      deploy: { executor: 'nx:run-commands', options: { commands: ['kubectl apply -f k8s/'] } },
      stamp: { executor: '@acme/stamps:stamp' },
    },
  }),
  'web/libs/cart/project.json': JSON.stringify({ name: 'cart', targets: { test: { command: 'npx jest' } } }),
}

rows('targets of Nx', [
  [
    'what an executor does',
    'cd web && npx nx build shop --configuration=production',
    ['build nx stops'],
    workspaceOfNx,
  ],
  [
    'of all projects, with flags in a variable behind them',
    'cd web\nnpx nx run-many -t lint test $VERBOSE',
    ['lint nx stops', 'unit-test nx stops', 'unit-test jest stops'],
    workspaceOfNx,
  ],
  ['of the project that is named', 'cd web && npx nx test cart', ['unit-test jest stops'], workspaceOfNx],
  ['commands', 'cd web && npx nx run shop:deploy', ['deploy kubectl apply stops'], workspaceOfNx],
  [
    'scripts of packages beside the projects',
    'cd web && npx nx run-many -t deploy',
    ['deploy kubectl apply stops', 'deploy helm upgrade stops'],
    {
      ...workspaceOfNx,
      'web/apps/site/package.json': '{"name": "site", "scripts": {"deploy": "helm upgrade site ."}}',
    },
  ],
  [
    'and none of a package that is not named',
    'cd web && npx nx deploy shop',
    ['deploy kubectl apply stops'],
    {
      ...workspaceOfNx,
      'web/apps/site/package.json': '{"name": "site", "scripts": {"deploy": "helm upgrade site ."}}',
    },
  ],
  ['an executor of somebody', 'cd web && npx nx run shop:stamp', ['?any nx stops'], workspaceOfNx],
  ['a script of the workspace that calls the runner', 'cd web && npm test', ['unit-test nx stops'], workspaceOfNx],
])
