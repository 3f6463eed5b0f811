import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../src/facts/pipeline/commands/index.ts'
import { powerStatements } from '../../src/facts/pipeline/commands/power/statements.ts'
import type { Act } from '../../src/facts/pipeline/model.ts'
import { repositoryOf } from '../support/repository.ts'
import { scriptOf } from '../support/script.ts'

async function acts(text: string, files: Readonly<Record<string, string>> = {}, shell = 'pwsh'): Promise<string[]> {
  const found = await findActs(scriptOf(text, { shell }), repositoryOf(files))
  return found.filter((act) => act.hidden || act.kinds.length).map(line)
}

function line(act: Act): string {
  const kinds = act.kinds.join('+') || '?'
  return [kinds, act.tool, act.onFailure, act.environment ? `@${act.environment}` : '', act.condition ? 'if' : '']
    .filter(Boolean)
    .join(' ')
}

const poll = `param([string]$Url, [int]$Minutes = 5)
# waits until it answers
$up = $false
do {
  try {
    $answer = [System.Net.WebRequest]::Create("$Url").GetResponse()
    $up = $true
    break
  } catch { Write-Host "not yet" }
} until ($Minutes -lt 0)
`

const rows: readonly (readonly [string, string, readonly string[], Record<string, string>?, string?])[] = [
  ['a cmdlet with its bracket beside it', 'Write-Host("deploying")', []],
  [
    'a function with its bracket beside it',
    "function Ship([string]$Where) { kubectl apply -f a.yaml -n $Where }\nShip('uat')",
    ['deploy kubectl apply stops @uat'],
  ],
  [
    'a script by a path that the pipeline puts in',
    '${PIPELINE_WORKSPACE}/ops/ship.ps1 @arg',
    ['deploy kubectl apply stops'],
    { 'ops/ship.ps1': 'kubectl apply -f a.yaml' },
  ],
  ['what is counted with a variable runs nothing', '${total}/2', []],
  [
    'a script file with arguments: a request whose failure is raised after the loop',
    "& ./ops/wait.ps1 -Url 'https://shop.example/health'",
    ['smoke-test curl stops'],
    { 'ops/wait.ps1': `${poll}if (-not $up) { throw 'down' }` },
  ],
  [
    'the same without raising it is no check',
    "./ops/wait.ps1 -Url 'https://shop.example/health'",
    ['smoke-test curl ignored'],
    { 'ops/wait.ps1': poll },
  ],
  [
    'called from a shell',
    'pwsh -NoProfile -File ops/wait.ps1 https://shop.example/health',
    ['smoke-test curl stops'],
    { 'ops/wait.ps1': `${poll}if (-not $up) { exit 1 }` },
    'bash',
  ],
  [
    'a script in an artifact that was made of this repository',
    'pwsh "${PIPELINE_WORKSPACE}/drop/scripts/check.ps1"',
    ['deploy kubectl apply stops'],
    { 'ops/scripts/check.ps1': 'kubectl apply -f a.yaml', 'lib/check.ps1': 'helm test x' },
    'bash',
  ],
  ['a script that is not here is hidden', 'pwsh -File ./ops/gone.ps1', ['? gone.ps1 stops'], {}, 'bash'],
  [
    'of programs the last one decides, an earlier one where its code is looked at',
    `dotnet test Unit.sln
npx eslint .
if ($LASTEXITCODE -ne 0) { throw "lint" }
terraform apply plan.out | Tee-Object log.txt
Write-Host done`,
    ['build+unit-test dotnet test ignored', 'lint eslint stops', 'apply terraform apply stops'],
  ],
  [
    'branches on a parameter that is known',
    './go.ps1 -Target prod',
    ['deploy kubectl apply stops @prod if'],
    {
      'go.ps1':
        "param($Target = 'dev')\nif ($Target -eq 'prod') { kubectl apply -f a.yaml -n prod }\nfunction Unused { helm upgrade x y }",
    },
  ],
  [
    'functions run where they are called, with their parameters',
    'function Ship([string]$Where) { kubectl apply -f a.yaml -n $Where }\nShip -Where uat',
    ['deploy kubectl apply stops @uat'],
  ],
  [
    'cmdlets stop, in a try that goes on they do not',
    `Invoke-WebRequest -Uri https://shop.example/health
try { Invoke-RestMethod https://shop.example/health } catch { Write-Host 'no matter' }
Invoke-WebRequest https://shop.example/tool.zip -OutFile tool.zip`,
    ['smoke-test curl stops', 'smoke-test curl ignored'],
  ],
  [
    'a service on another machine',
    `Invoke-Command -ComputerName $server -ScriptBlock {
  Stop-Service shop
  Copy-Item \\\\share\\shop -Destination C:\\shop
  New-Service -Name shop -BinaryPathName C:\\shop\\shop.exe
}`,
    ['deploy stop-service ignored', 'deploy copy-item ignored', 'deploy new-service ignored'],
  ],
  [
    'continued lines and what is said in comments',
    '# helm upgrade a b\n<# az x #>\nkubectl apply `\n  -f a.yaml `\n  -n prod',
    ['deploy kubectl apply stops @prod'],
  ],
]

for (const [name, text, expected, files, shell] of rows) {
  test(`PowerShell: ${name}`, async () => assert.deepEqual(await acts(text, files, shell), expected))
}

test('PowerShell: braces and strings that never end cost no more than their length', () => {
  for (const piece of ['{', '}', '"', '@"\n', '(', '$(', '<#', '`\n', 'if (', '$x = 1 |\n']) {
    powerStatements(piece.repeat(60_000 / piece.length))
  }
})
