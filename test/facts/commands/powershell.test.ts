import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { powerStatements } from '../../../src/facts/pipeline/commands/power/statements.ts'
import type { Act } from '../../../src/facts/pipeline/model.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

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
    ['deploy kubectl apply ignored'],
    { 'ops/scripts/check.ps1': 'kubectl apply -f a.yaml', 'lib/check.ps1': 'helm test x' },
    'bash',
  ],
  ['a cmdlet that looks whether a file is there tests nothing', 'if (Test-Path $File) { Write-Host "made" }', []],
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
  [
    'what follows || takes the place of a program that fails',
    'dotnet test a.sln || Write-Host "never mind"\ndotnet test b.sln || exit 1\ndotnet test c.sln && echo ok',
    ['build+unit-test dotnet test ignored', 'build+unit-test dotnet test stops', 'build+unit-test dotnet test stops'],
  ],
  [
    'a script that ends well whatever became of it',
    'dotnet test a.sln\nexit 0',
    ['build+unit-test dotnet test ignored'],
  ],
  ['a code that is forgotten', 'dotnet test a.sln\n$global:LASTEXITCODE = 0', ['build+unit-test dotnet test ignored']],
  [
    'a code that is looked at and let pass',
    'dotnet test a.sln\nif ($LASTEXITCODE -ne 0) { Write-Warning "failed"; exit 0 }',
    ['build+unit-test dotnet test ignored'],
  ],
  [
    'one branch that ends well is not the way of the others',
    'dotnet test a.sln\nif ($LASTEXITCODE -eq 0) { Write-Host fine; exit 0 }\nexit 1',
    ['build+unit-test dotnet test stops'],
  ],
  [
    'a way out before is none behind',
    'if ($env:SKIP) { exit 0 }\ndotnet test a.sln',
    ['build+unit-test dotnet test stops'],
  ],
  [
    'what is started beside the script does not end it, unless its code is asked for',
    `Start-Process dotnet -ArgumentList "test a.sln" -Wait
Start-Job { dotnet test b.sln }
$ran = Start-Process dotnet -ArgumentList "test c.sln" -Wait -PassThru
if ($ran.ExitCode -ne 0) { exit 1 }`,
    ['build+unit-test dotnet test ignored', 'build+unit-test dotnet test ignored', 'build+unit-test dotnet test stops'],
  ],
  [
    'a catch takes no code of a program',
    'try { dotnet test a.sln } catch { Write-Host x }',
    ['build+unit-test dotnet test stops'],
  ],
  [
    'a script that is run as a file ends well, unless it says otherwise',
    'pwsh -File ops/a.ps1 || exit 1\npwsh ops/b.ps1\npwsh -c ./ops/a.ps1',
    ['build+unit-test dotnet test ignored', 'lint eslint stops', 'build+unit-test dotnet test stops'],
    { 'ops/a.ps1': 'dotnet test a.sln', 'ops/b.ps1': 'npx eslint .\nexit $LASTEXITCODE' },
    'bash',
  ],
  [
    'a program where it is installed',
    '$dotnet = Join-Path ${env:TOOLS} "dotnet"\n& $dotnet test a.sln\nif ($LASTEXITCODE -ne 0) { throw "failed" }',
    ['build+unit-test dotnet test stops'],
  ],
  ['a path that goes on', '$dotnet = Join-Path $tools $name\n& $dotnet test a.sln', ['? ${dotnet} stops']],
]

/** cmd of Windows: the code of the last program is the script's (learn.microsoft.com, "exit", "if"). */
const batches: readonly (readonly [string, string, readonly string[]])[] = [
  ['a program that is not the last', 'dotnet test a.sln\r\ngit status', ['build+unit-test dotnet test ignored']],
  ['an echo keeps the code', 'dotnet test a.sln\r\n@echo done\r\n', ['build+unit-test dotnet test stops']],
  ['a way out that is good', 'dotnet test a.sln\r\nexit /b 0', ['build+unit-test dotnet test ignored']],
  [
    'its code is looked at',
    `dotnet test a.sln\r\nif %errorlevel% neq 0 exit /b %errorlevel%
npx eslint .\nIF ERRORLEVEL 1 EXIT 1
npx jest\nif not %ERRORLEVEL% == 0 (\n  echo failed\n  exit /b 1\n)
git status`,
    ['build+unit-test dotnet test stops', 'lint eslint stops', 'unit-test jest stops'],
  ],
  [
    'its code is looked at and let pass',
    'dotnet test a.sln\r\nif %errorlevel% neq 0 exit /b 0\r\ngit status',
    ['build+unit-test dotnet test ignored'],
  ],
  [
    'what follows || takes its place',
    'dotnet test a.sln || ver > nul\r\ndotnet test b.sln || exit /b 1\r\nver',
    ['build+unit-test dotnet test ignored', 'build+unit-test dotnet test stops'],
  ],
]

for (const [name, text, expected] of batches) {
  test(`cmd: ${name}`, async () => assert.deepEqual(await acts(text, {}, 'cmd'), expected))
}

for (const [name, text, expected, files, shell] of rows) {
  test(`PowerShell: ${name}`, async () => assert.deepEqual(await acts(text, files, shell), expected))
}

test('PowerShell: braces and strings that never end cost no more than their length', () => {
  for (const piece of ['{', '}', '"', '@"\n', '(', '$(', '<#', '`\n', 'if (', '$x = 1 |\n']) {
    powerStatements(piece.repeat(60_000 / piece.length))
  }
})
