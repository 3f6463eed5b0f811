import { kindRows } from '../../support/kinds.ts'

/* A script that looks for others from where it lies itself, by way of variables. */
const from = (...lines: readonly string[]) => ({
  'ci/run.sh': `#!/bin/bash\nHERE="$(cd "$(dirname -- "\${BASH_SOURCE[0]}")" && pwd)"\n${lines.join('\n')}\n`,
  'ci/up.sh': 'kubectl apply -f k8s\n',
  'ops/test.sh': 'pytest\n',
})

kindRows('a folder of the repository in a variable', [
  ['the one above', 'ci/run.sh', ['unit-test'], from('ROOT="$(cd "$HERE/.." && pwd)"', '"$ROOT/ops/test.sh"')],
  ['by dirname', 'ci/run.sh', ['unit-test'], from('ROOT=$(dirname "${HERE}")', '"$ROOT/ops/test.sh"')],
  ['by realpath', 'ci/run.sh', ['unit-test'], from('ROOT=`realpath "$HERE/.."`', 'bash $ROOT/ops/test.sh')],
  ['by readlink', 'ci/run.sh', ['deploy'], from('"$(readlink -f "$HERE")/up.sh"')],
  [
    'by readlink of the script, ended',
    'ops/own.sh',
    ['unit-test'],
    { ...from(), 'ops/own.sh': 'D="$(dirname -- "$( readlink -f -- "$0"; )")"\n"$D/test.sh"\n' },
  ],
  ['of programs that were installed there', 'ci/run.sh', ['unit-test'], from('"$HERE/.venv/bin/pytest" -q')],
  ['and of one that nobody knows', 'ci/run.sh', [], from('"$HERE/.venv/bin/some-server" --port 1')],
  ['and above the repository nothing is known', 'ci/run.sh', [], from('A=$(dirname "$(dirname "$HERE")")', 'cd "$A"')],
])
