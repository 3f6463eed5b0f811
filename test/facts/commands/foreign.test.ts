import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handsOnUnseen, shellOuts } from '../../../src/facts/pipeline/commands/follow/foreign.ts'

/** What a text hands to a shell, with `!` where its failure counts; `?` at the end where something is not seen. */
const handed = (text: string) => [
  ...shellOuts(text).map(({ text: command, checked }) => `${command}${checked ? ' !' : ''}`),
  ...(handsOnUnseen(text) ? ['?'] : []),
]

const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  [
    'a value by its name',
    'cmd = f"kubectl apply -f {path}"\nsubprocess.run(cmd, shell=True, check=True)\n',
    ['kubectl apply -f ${path} !'],
  ],
  [
    'a list, and what is added to it',
    'cmd = ["terraform", "plan"]\nif quiet:\n    cmd += ["-no-color"]\nsubprocess.call(cmd)\n',
    ['terraform plan'],
  ],
  [
    'each value that it may have',
    "const cmd = 'npm test'\nif (all) cmd = 'npm run e2e'\nexecSync(cmd)\n",
    ['npm test !', 'npm run e2e !'],
  ],
  [
    'a function that hands on what it is given',
    'def run(cmd):\n    print(cmd)\n    subprocess.check_call(cmd, shell=True)\n\nrun("helm upgrade shop ./chart")\nrun(["a", "b"])\n# run("c d")\n',
    ['helm upgrade shop ./chart !', 'a b !'],
  ],
  [
    'an arrow function',
    'const run = (cmd) => execSync(cmd, { stdio: "inherit" })\nrun(`npm test`)\nrun(other)\n',
    ['npm test !', '?'],
  ],
  [
    'a method, and one of somebody else',
    'class Delivery:\n  def run(self, cmd):\n    subprocess.run(\n      cmd,\n      check=True,\n    )\n  def go(self):\n    self.run("helm upgrade a b")\n    other.run("x y")\n',
    ['helm upgrade a b !'],
  ],
  [
    'a code that is raised',
    'def run(cmd):\n    done = subprocess.run(cmd)\n    if done.returncode != 0:\n        sys.exit(1)\nrun(["a", "b"])\n',
    ['a b !'],
  ],
  [
    'the code of another one',
    'cmd = "pytest"\nsubprocess.run(cmd)\nother = subprocess.run("ls")\nif other.returncode != 0:\n    sys.exit(1)\n',
    ['pytest', 'ls'],
  ],
  [
    'an end that is no failure',
    'cmd = "pytest"\ndone = subprocess.run(cmd)\nif done.returncode > 0:\n    print("so")\nsys.exit(0)\n',
    ['pytest'],
  ],
  [
    'a function that heeds failures only where it is told to',
    'def run(cmd, strict):\n  if strict:\n    subprocess.check_call(cmd)\n  else:\n    subprocess.call(cmd)\nrun("pytest", False)\n',
    ['pytest'],
  ],
  ['a code that is asked for at once', 'cmd = "pytest"\nif os.system(cmd) != 0:\n    sys.exit(1)\n', ['pytest !']],
  ['a code that is kept', 'def go(cmd):\n  code = os.system(cmd)\n  return code\ngo("pytest")\n', ['pytest']],
  ['nothing that tells', 'subprocess.run(args.command)\nsubprocess.run(command)\n', ['?']],
  ['no shell at all', 'const found = pattern.exec(cmd)\n', []],
]

for (const [name, text, expected] of cases)
  test(`what a script hands to a shell: ${name}`, () => assert.deepEqual(handed(text), expected))
