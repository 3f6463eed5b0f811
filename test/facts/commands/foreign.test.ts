import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handsOnUnseen, shellOuts } from '../../../src/facts/pipeline/commands/follow/foreign.ts'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

/** What a text hands to a shell, with `!` where its failure counts, `~` where that is open; `?` at the end where something is not seen. */
const handed = (text: string) => [
  ...shellOuts(text).map(
    ({ text: command, checked }) => `${command}${checked === 'open' ? ' ~' : checked ? ' !' : ''}`,
  ),
  ...(handsOnUnseen(text) ? ['?'] : []),
]

/** What becomes of a failure that a handler takes. */
const caught: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  [
    'a handler that only tells',
    'try:\n    subprocess.check_call(["pytest"])\nexcept Exception as e:\n    print("failed", e)\n',
    ['pytest'],
  ],
  [
    'a handler of its own kind',
    'try:\n    check_call(["pytest"])\nexcept subprocess.CalledProcessError:\n    pass\n',
    ['pytest'],
  ],
  [
    'a handler of something else',
    'try:\n    check_call(["pytest"])\nexcept KeyError:\n    print("no")\n',
    ['pytest !'],
  ],
  [
    'a handler that leaves',
    'try:\n    check_call(["pytest"])\nexcept Exception:\n    print("no")\n    sys.exit(1)\n',
    ['pytest !'],
  ],
  ['a handler that leaves well', 'try:\n    check_call(["pytest"])\nexcept Exception:\n    sys.exit(0)\n', ['pytest']],
  [
    'a handler that raises, within one that tells',
    'try:\n    try:\n        check_call(["pytest"])\n    except Exception:\n        raise\nexcept Exception:\n    print(1)\n',
    ['pytest'],
  ],
  [
    'a handler that keeps it',
    'failed = False\ntry:\n    check_call(["pytest"])\nexcept Exception:\n    failed = True\nsys.exit(failed)\n',
    ['pytest ~'],
  ],
  [
    'a handler that tries again',
    'for turn in range(3):\n    try:\n        check_call(["pytest"])\n        break\n    except Exception:\n        print("again")\nelse:\n    sys.exit(1)\n',
    ['pytest ~'],
  ],
  ['behind a handler', 'try:\n    prepare()\nexcept Exception:\n    check_call(["pytest"])\n', ['pytest !']],
  ['errors that are suppressed', 'with contextlib.suppress(Exception):\n    check_call(["pytest"])\n', ['pytest']],
  [
    'a function whose caller tells',
    'def tests():\n    check_call(["pytest"])\n\ntry:\n    tests()\nexcept Exception as e:\n    print(e)\n',
    ['pytest'],
  ],
  [
    'a function whose callers differ',
    'def tests():\n    check_call(["pytest"])\n\ndef main():\n    tests()\n    try:\n        tests()\n    except Exception as e:\n        print(e)\n',
    ['pytest ~'],
  ],
  [
    'a function of its own that tells',
    'def run(cmd):\n    try:\n        subprocess.check_call(cmd)\n    except Exception as e:\n        print(e)\nrun("pytest")\n',
    ['pytest'],
  ],
  [
    'a code in a handler of exceptions',
    'cmd = "pytest"\ntry:\n    if os.system(cmd) != 0:\n        sys.exit(1)\nexcept Exception:\n    print(1)\n',
    ['pytest !'],
  ],
  [
    'a catch that only tells',
    "try {\n  execSync('npm test')\n} catch (e) {\n  console.error(e.message)\n}\n",
    ['npm test'],
  ],
  [
    'a catch that throws',
    "try {\n  execSync('npm test')\n} catch (e) {\n  throw e\n} finally {\n  stop()\n}\n",
    ['npm test !'],
  ],
  ['a catch that ends the process', "try { execSync('npm test') } catch { process.exit(1) }\n", ['npm test !']],
  [
    'a catch of somebody else',
    "try { prepare() } catch (e) { console.log('{') }\nexecSync('npm test')\n",
    ['npm test !'],
  ],
  ['a catch that asks', "try { execSync('npm test') } catch (e) { report(e) }\n", ['npm test ~']],
  [
    'a promise that is caught',
    'async function main() {\n  await $`npm test`\n}\nmain().catch(console.error)\n',
    ['npm test'],
  ],
  [
    'a promise whose failure ends the process',
    'async function main() {\n  await $`npm test`\n}\nmain().catch((e) => {\n  console.error(e)\n  process.exit(1)\n})\n',
    ['npm test !'],
  ],
  [
    'a program and its arguments by a function of its own',
    "function run(cmd: string, args: string[], cwd: string): void {\n  const result = spawnSync(cmd, args, { cwd })\n  if (result.status !== 0) process.exit(1)\n}\nrun('npm', ['test'], ROOT)\nconst go = (program, args) => spawn(program, args)\ngo('kubectl', ['apply', '-f', 'k8s'])\n",
    ['npm test !', 'kubectl apply -f k8s'],
  ],
  [
    'a list that is no argument',
    "function run(command, names) {\n  log(names)\n  execSync(command)\n}\nrun('npm test', ['a'])\n",
    ['npm test !'],
  ],
  [
    'a function of its own that ends with the code',
    "function finish(code: number): never {\n  if (server) {\n    server.kill()\n  }\n  process.exit(code)\n}\nconst result = spawnSync('npm', ['test'])\nfinish(result.status ?? 1)\n",
    ['npm test !'],
  ],
  [
    'a function of one line that does',
    "const bail = (code) => process.exit(code)\nconst { status } = spawnSync('npm', ['test'])\nif (status !== 0) bail(status)\n",
    ['npm test !'],
  ],
  [
    'a function that ends so only sometimes',
    "function finish(code) {\n  if (strict) process.exit(code)\n}\nconst result = spawnSync('npm', ['test'])\nfinish(result.status)\n",
    ['npm test'],
  ],
  [
    'a function in Python that does',
    'def leave(code):\n    stop()\n    sys.exit(code)\n\nresult = subprocess.run(["pytest"])\nleave(result.returncode)\n',
    ['pytest !'],
  ],
  ['a rescue that only tells', "begin\n  sh 'rspec'\nrescue => e\n  puts e.message\nend\n", ['rspec']],
  ['a rescue of a method', "def tests\n  sh 'rspec'\nrescue StandardError\n  abort 'no'\nend\n", ['rspec !']],
  ['a rescue of something else', "begin\n  sh 'rspec'\nrescue Errno::ENOENT\n  puts 'no'\nend\n", ['rspec !']],
  ['a rescue in the line', "sh 'rspec' rescue nil\n", ['rspec']],
  [
    'a comment behind it',
    'try:  # all\n    check_call(["pytest"])\nexcept:  # noqa: E722\n    print("no")\n',
    ['pytest'],
  ],
  ['in one line', 'try: check_call(["pytest"])\nexcept Exception: pass\n', ['pytest']],
  ['raised in one line', 'try: check_call(["pytest"])\nexcept Exception: raise\n', ['pytest !']],
  [
    'a handler that raises only if it is asked to',
    'try:\n    check_call(["pytest"])\nexcept Exception:\n    if strict:\n        raise\n    print("no")\n',
    ['pytest ~'],
  ],
  [
    'a handler that raises unless it is asked not to',
    'try:\n    check_call(["pytest"])\nexcept Exception:\n    if not strict:\n        return\n    raise\n',
    ['pytest ~'],
  ],
  [
    'a handler that tells more if there is more, and raises',
    'try:\n    check_call(["pytest"])\nexcept Exception as e:\n    if e.output:\n        print(e.output)\n    raise\n',
    ['pytest !'],
  ],
  ['an end that leaves well', 'try:\n    check_call(["pytest"])\nfinally:\n    sys.exit(0)\n', ['pytest']],
  ['an end that only tells', 'try:\n    check_call(["pytest"])\nfinally:\n    print("done")\n', ['pytest !']],
  [
    'a catch that throws if asked to',
    "try { execSync('npm test') } catch (e) { if (strict) throw e }\n",
    ['npm test ~'],
  ],
  [
    'a catch that leaves if asked to',
    "try {\n  execSync('npm test')\n} catch (e) {\n  if (strict) {\n    process.exit(1)\n  }\n}\n",
    ['npm test ~'],
  ],
  [
    'a catch that tells if there is more, and leaves',
    "try {\n  execSync('npm test')\n} catch (e) {\n  if (e.stdout) console.log(e.stdout)\n  process.exit(1)\n}\n",
    ['npm test !'],
  ],
  ['a last block that leaves well', "try {\n  execSync('npm test')\n} finally {\n  process.exit(0)\n}\n", ['npm test']],
  ['a rescue that raises if asked to', "begin\n  sh 'rspec'\nrescue => e\n  raise if strict\nend\n", ['rspec ~']],
  [
    'functions that call each other, many times',
    ['a', 'b', 'c']
      .map((name, i) => `def ${name}():\n${`    ${'bca'[i]}()\n`.repeat(20)}    check_call(["pytest"])\n`)
      .join(''),
    ['pytest ~', 'pytest ~', 'pytest ~'],
  ],
  ['a block that is told', "sh('rspec') { |ok, _| puts 'no' unless ok }\n", ['rspec ~']],
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
    ['pytest', 'ls !'],
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
  [
    'spawnSync only tells of a failure',
    'spawnSync("npx", ["jest"], { stdio: "inherit" })\nconsole.log("done")\n',
    ['npx jest'],
  ],
  ['the status of spawnSync', 'const r = spawnSync("npx", ["jest"])\nprocess.exit(r.status)\n', ['npx jest !']],
  [
    'the status of spawnSync by its name',
    'const { status } = spawnSync("npx", ["jest"])\nif (status !== 0) process.exit(1)\n',
    ['npx jest !'],
  ],
  ['the status of spawnSync at once', 'if (spawnSync("npx", ["jest"]).status) process.exit(1)\n', ['npx jest !']],
  ['a code that becomes its own', 'sys.exit(subprocess.call(["pytest", "-q"]))\n', ['pytest -q !']],
  ['a code that is kept and handed on', 'r = subprocess.run(["pytest"])\nsys.exit(r.returncode)\n', ['pytest !']],
  ['a code that is kept and told', 'r = subprocess.run(["pytest"])\nprint(r.returncode)\n', ['pytest']],
  ['or else', 'system("rspec") || exit(1)\n', ['rspec !']],
  ['or else it tells', 'system("rspec") || puts("no")\n', ['rspec']],
  ['unless', 'abort("no") unless system("rspec")\n', ['rspec !']],
  ['a code that is kept', 'def go(cmd):\n  code = os.system(cmd)\n  return code\ngo("pytest")\n', ['pytest']],
  ['nothing that tells', 'subprocess.run(args.command)\nsubprocess.run(command)\n', ['?']],
  ...caught,
  ['no shell at all', 'const found = pattern.exec(cmd)\n', []],
]

for (const [name, text, expected] of cases)
  test(`what a script hands to a shell: ${name}`, () => assert.deepEqual(handed(text), expected))

test('a pattern that is asked for a match starts no program, where a module does', async () => {
  const told = async (line: string) => {
    const files = { 'scripts/deploy-check.js': `const found = make()\n${line}\n` }
    const acts = await findActs(scriptOf('node scripts/deploy-check.js'), repositoryOf(files))
    return acts.some(({ hidden }) => hidden)
  }
  assert.equal(await told('const match = /image: (.*)/.exec(found)'), false)
  assert.equal(await told('pattern.exec(found)'), false)
  assert.equal(await told('childProcess.exec(found)'), true)
  assert.equal(await told('exec(found)'), true)
})

test('the method of a pattern or of a database starts no program', () => {
  const textsOf = (script: string) => shellOuts(script).map(({ text }) => text)
  assert.deepEqual(textsOf('re.exec("kubectl apply -f k8s")'), [])
  assert.deepEqual(textsOf('db.exec("drop table orders")'), [])
  assert.deepEqual(textsOf('childProcess.exec("kubectl apply -f k8s")'), ['kubectl apply -f k8s'])
  assert.deepEqual(textsOf('exec("kubectl apply -f k8s")'), ['kubectl apply -f k8s'])
})

test('a command of zx that is told to raise nothing raises nothing', () => {
  assert.deepEqual(handed('await $`pytest`.nothrow()\n'), ['pytest'])
  assert.deepEqual(handed('await $`pytest`.quiet().nothrow()\n'), ['pytest'])
  assert.deepEqual(handed('await $`pytest`\n'), ['pytest !'])
})
