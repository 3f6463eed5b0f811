import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { kindRows } from '../../support/kinds.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

/*
 * Builds that are programs: tasks that Gradle's build files, Cake, NUKE, FAKE and Bullseye define, targets of Bazel, tasks
 * of cargo-make. The texts are in our own words, after each tool's documentation.
 */

const unit = 'build+unit-test'
const either = '?unit-test+integration-test'

/** Integration tests that run with `check`. */
const hung =
  'tasks {\n  register<Test>("integrationTest") {\n    useJUnitPlatform { includeTags("integration") }\n  }\n  check {\n    dependsOn("integrationTest")\n  }\n}\n'

kindRows('Gradle', [
  [
    'tests of other sources',
    './gradlew slow',
    ['build+integration-test'],
    {
      'build.gradle': 'task slow(type: Test) {\n  testClassesDirs = sourceSets.integrationTest.output.classesDirs\n}\n',
    },
  ],
  [
    'tests with a tag',
    './gradlew slow',
    ['build+integration-test'],
    { 'build.gradle.kts': 'tasks.register<Test>("slow") {\n  useJUnitPlatform { includeTags("integration") }\n}\n' },
  ],
  [
    'a suite of tests in Kotlin makes a task of its name',
    './gradlew journeyTest',
    ['build+integration-test'],
    {
      'build.gradle.kts':
        'testing {\n  suites {\n    val journeyTest by registering(JvmTestSuite::class) {\n      useJUnitJupiter()\n    }\n  }\n}\n',
    },
  ],
  [
    'a suite of tests in Groovy',
    './gradlew systemCheck',
    ['build+integration-test'],
    {
      'build.gradle':
        'testing {\n  suites {\n    systemCheck(JvmTestSuite) {\n      useJUnitJupiter()\n    }\n  }\n}\n',
    },
  ],
  [
    'a suite of tests that is registered',
    './gradlew acceptanceTest',
    ['build+integration-test'],
    { 'build.gradle.kts': 'testing.suites.register<JvmTestSuite>("acceptanceTest") {\n}\n' },
  ],
  ['tests that nothing tells of', 'gradle slow', ['build'], { 'build.gradle': 'task slow(type: Test)\n' }],
  [
    'what check needs',
    './gradlew build',
    ['build+integration-test', 'build+unit-test+integration-test'],
    {
      'build.gradle': 'check.dependsOn integrationTest\ntasks.register("integrationTest", Test) {\n}\n',
      'src/integrationTest/java/AIT.java': '',
      'src/test/java/ATest.java': '',
    },
  ],
  [
    'tasks that only gather others, and circles',
    './gradlew ci',
    ['lint+build+unit-test+publish'],
    {
      'build.gradle.kts':
        'tasks.register("ci") {\n  // dependsOn("sonar")\n  dependsOn("ktlintCheck", ":app:test", tasks.jib)\n  dependsOn("ci")\n}\n',
    },
  ],
  [
    'programs that a task starts',
    './gradlew pushImage',
    ['build', 'publish'],
    {
      'build.gradle':
        'task pushImage(type: Exec, dependsOn: [bootJar]) {\n  commandLine "docker",\n    "push", "acme/shop:1"\n}\n',
    },
  ],
  ['that are left out, beside one that is known', './gradlew clean test -x integrationTest', [unit]],
  [
    'that are left out of what hangs on it',
    './gradlew build -x integrationTest -x test',
    ['build'],
    { 'build.gradle.kts': hung },
  ],
  ['with its flag in full', './gradlew check --exclude-task integrationTest', [unit], { 'build.gradle.kts': hung }],
  [
    'with the name behind its sign',
    './gradlew check --exclude-task=integrationTest',
    [unit],
    { 'build.gradle.kts': hung },
  ],
  ['with all that hangs on it', './gradlew build -x check', ['build'], { 'build.gradle.kts': hung }],
  ['that are left out behind a flag', './gradlew build --profile -x integrationTest -x test', ['build']],
  ['tasks behind a flag', './gradlew --profile test', [unit]],
  ['the unit tests of a check', './gradlew check -x test', ['build']],
  ['the unit tests of a build, in full', './gradlew build --exclude-task test', ['build']],
  ['the unit tests of a build, behind a sign', './gradlew build --exclude-task=:test', ['build']],
  ['the unit tests of a build, in one word', './gradlew build -xtest', ['build']],
  ['the tests that a report would run', './gradlew koverVerify -x test', ['build']],
  ['another task than the tests that are asked for', './gradlew build test -x lint', [unit]],
  ['those of one module', './gradlew build -x :shop:test', [unit]],
  [
    'integration tests that the layout tells',
    './gradlew build -x integrationTest',
    [unit],
    { 'src/test/java/CartTest.java': '', 'src/integrationTest/java/CartIntegrationTest.java': '' },
  ],
  ['tasks beside those that are known', './gradlew clean test e2eTest', [unit, 'integration-test']],
  ['a bare test beside them', './gradlew test databaseTest', [unit, either]],
])

const cake = {
  'build.cake':
    'var target = Argument("target", "Default");\nTask("Build").Does(() => { DotNetBuild("./Shop.sln"); });\nTask("Test")\n  .IsDependentOn("Build")\n  .Does(() => {\n    // DotNetNuGetPush("shop.nupkg");\n    DotNetTest("./Shop.sln");\n  });\nTask("Push").IsDependentOn("Test").Does(() => DotNetNuGetPush("shop.nupkg"));\nTask("Default").IsDependentOn("Test");\nRunTarget(target);\n',
  'build.sh': '#!/bin/bash\ndotnet tool restore\ndotnet cake "$@"\n',
}
/** What the builds below test. */
const tested = { 'tests/Shop.Tests/CartTests.cs': 'public class CartTests {}\n' }
const nuke = {
  ...tested,
  'build/Build.cs':
    'class Build : NukeBuild {\n  public static int Main() => Execute<Build>(x => x.Compile);\n  Target Compile => _ => _.Executes(() => { DotNetBuild(s => s); });\n  Target IntegrationTests => _ => _\n    .DependsOn(Compile)\n    .Executes(() => { DotNetTest(s => s); });\n  Target Publish => _ => _.DependsOn(IntegrationTests).Executes(() => DotNetNuGetPush(s => s));\n}\n',
  'build.cmd': 'dotnet run --project build\\_build.csproj -- %*\n',
}
const fake = {
  'build.fsx':
    'Target.create "Build" (fun _ -> DotNet.build id "shop.sln")\nTarget.create "Test" (fun _ ->\n  DotNet.test id "shop.sln")\n"Build"\n  ==> "Test"\nTarget.runOrDefault "Test"\n',
}
const bullseye = {
  'targets/Program.cs':
    'Target("build", () => RunAsync("dotnet", "build"));\nTarget("test", DependsOn("build"), () => RunAsync("dotnet", $"test --no-build {filter}"));\nTarget("default", DependsOn("test"));\n',
}
const frosting = {
  ...tested,
  'build/Program.cs':
    '[TaskName("Build")]\npublic sealed class BuildTask : FrostingTask<Context> { public override void Run(Context c) => c.DotNetBuild("x"); }\n[TaskName("Test")]\n[IsDependentOn(typeof(BuildTask))]\npublic sealed class TestTask : FrostingTask<Context> { public override void Run(Context c) => c.DotNetTest("x"); }\n',
}

kindRows('builds of .NET', [
  ['Cake', 'dotnet cake --target=Test', ['build', unit], cake],
  ['the usual target of Cake', 'dotnet cake', ['build', unit], cake],
  ['through a script', './build.sh --target Push', ['build', unit, 'publish'], cake],
  ['a target that is not here', './build.sh --target=Lint', ['lint'], cake],
  ['no build at hand', 'dotnet cake --target=Test', [either]],
  ['NUKE', 'nuke Publish --configuration Release', ['build', 'build+integration-test', 'publish'], nuke],
  ['NUKE by its script', './build.cmd', ['build'], nuke],
  ['FAKE', 'dotnet fake run build.fsx -t Test', ['build', unit], fake],
  ['Bullseye', 'dotnet run --project targets -- test', ['build', 'unit-test'], bullseye],
  ['Frosting', 'dotnet run --project ./build/Build.csproj -- --target=Test', ['build', unit], frosting],
  [
    'a program of migrations',
    'dotnet run --project src/Shop.Migrations -- --connection "$DATABASE_URL"',
    ['migrate'],
    { 'src/Shop.Migrations/Program.cs': 'var upgrader = DeployChanges.To.PostgresqlDatabase(args[0]).Build();' },
  ],
  [
    'a service that migrates when it starts',
    'dotnet run --project src/Shop',
    [],
    { 'src/Shop/Program.cs': 'await context.Database.MigrateAsync(); app.Run();' },
  ],
  ['a program like any other', 'dotnet run --project src/Shop', [], { 'src/Shop/Program.cs': 'class Program { }' }],
  ['coverlet around it', 'coverlet bin/x.dll --target "dotnet" --targetargs "test --no-build"', ['unit-test']],
])

kindRows('targets of Bazel that are run', [
  [
    'a rule that pushes',
    'bazel run --config=ci //shop:push',
    ['build+publish'],
    { 'shop/BUILD.bazel': 'oci_push(\n    name = "push",\n    image = ":image",\n)\n' },
  ],
  [
    'a script',
    'bazel run //shop:check',
    ['lint'],
    { 'shop/BUILD': 'sh_binary(\n    name = "check",\n    srcs = ["check.sh"],\n)\n', 'shop/check.sh': 'eslint .\n' },
  ],
  ['what a macro makes', 'bazel run //shop:push', ['?publish+package+build']],
  ['what changes a cluster', 'bazelisk run //k8s:prod.apply', ['deploy']],
  ['what formats', 'bazel run //:gazelle\nbazel run //:gazelle -- -mode=diff', ['lint']],
  ['what nothing is known of', 'bazel run //tools:frob', [`?${everything()}`]],
])

function everything(): string {
  return 'build+lint+unit-test+integration-test+smoke-test+security-scan+image-scan+package+publish+sign+verify+validate+plan+apply+migrate+deploy+approve+rollback+notify+status+record+refresh+sanitise'
}

const makefile = {
  'Makefile.toml':
    '[tasks.ci]\ndependencies = ["lint"]\nrun_task = { name = ["test"] }\n[tasks.lint]\ncommand = "cargo"\nargs = ["clippy"]\n[tasks.test]\nscript = ["cargo test --lib"]\n[tasks.check]\nalias = "lint"\n',
}

kindRows('cargo-make', [
  ['tasks with others before and behind', 'cargo make --profile ci ci', ['lint', unit], makefile],
  ['another name of a task', 'cargo make check', ['lint'], makefile],
  ['a task that is not here', 'cargo make test', [either]],
])

const compose = (build: string) => `services:\n  test:\n    build: ${build}\n`

kindRows('an image that is built for a service', [
  [
    'runs a script in its folder',
    'docker compose run --rm test',
    ['unit-test'],
    {
      'compose.yml': compose('.'),
      Dockerfile: 'FROM ruby\nWORKDIR /app\nCOPY . .\nCMD ["/app/ci.sh"]\n',
      'ci.sh': 'bundle exec rspec spec/models\n',
    },
  ],
  [
    'is that of the stage',
    'docker-compose run test',
    ['lint'],
    {
      'docker-compose.yml': compose('{context: ., target: lint}'),
      Dockerfile: 'FROM node AS lint\nCMD ["npx", "eslint", "."]\nFROM node\nCMD ["node", "."]\n',
    },
  ],
])

const aliases = {
  'build.sbt':
    'addCommandAlias("prepare", "scalafixAll; scalafmtAll")\naddCommandAlias(\n  "check",\n  "; scalafixAll --check ; scalafmtCheckAll"\n)\naddCommandAlias("again", "again")\n',
}

kindRows('sbt', [
  ['an alias of the build', 'sbt check', ['lint'], aliases],
  ['beside tasks that are known', 'sbt clean check test', [unit, 'lint'], aliases],
  ['an alias that changes files', 'sbt prepare', [], aliases],
  ['an alias of itself', 'sbt again', [], aliases],
  ['a task that tells by its name', 'sbt e2eTest', ['integration-test']],
])

kindRows('properties of a build', [
  ['Quarkus pushes', './mvnw package -DskipTests -Dquarkus.container-image.push=true', ['build+publish']],
  ['and does not', './mvnw package -DskipTests -Dquarkus.container-image.push=false', ['build']],
  ['Spring Boot pushes', 'gradle bootBuildImage --publishImage', ['build+publish']],
])

kindRows('tests that another program starts', [
  [
    'of CircleCI',
    'circleci tests glob "x" | circleci tests run --command="xargs bundle exec rspec spec/models" --split-by=timings',
    ['unit-test'],
  ],
  ['of CircleCI, that only lists', 'circleci tests run --command ">./list xargs echo"', []],
  [
    'of Cake, with arguments that are put together',
    'dotnet cake --target=Test',
    ['unit-test'],
    {
      'build.cake':
        'Task("Test").Does(() => {\n  var args = new ProcessArgumentBuilder().Append("test").Append("--no-build");\n  StartAndReturnProcess("dotnet", new ProcessSettings { Arguments = args });\n});\n',
    },
  ],
  ['of Jasmine', 'bundle exec rails jasmine:run', ['unit-test']],
  [
    'end to end, written as one word',
    'dotnet test Shop.Test.End2End/Shop.Test.End2End.csproj',
    ['build+integration-test'],
  ],
])

kindRows('tasks of Rake that only Ruby does', [
  ['a deployment', 'rake deploy', ['deploy'], { Rakefile: 'task :deploy do\n  Shop::Deployer.new.go\nend\n' }],
  [
    'a smoke test of which the text does not tell whom it asks',
    'rake api:smoke_test',
    ['?smoke-test'],
    { 'lib/tasks/api.rake': 'namespace :api do\n  task :smoke_test do\n    Client.new.run\n  end\nend\n' },
  ],
])

kindRows('what is copied to a bucket', [
  ['a site', 'aws s3 cp dist s3://shop-${ID} --recursive', ['deploy']],
  ['an artifact', 'aws s3 cp dist s3://build-artifacts --recursive', []],
  ['one file', 'aws s3 cp dist/app.zip s3://shop', []],
])

test('npm audit fix reports, and cannot fail for what it has mended', async () => {
  const [act] = await findActs(scriptOf('npm audit fix --force'), repositoryOf({}))
  assert.deepEqual([act?.kinds, act?.onFailure], [['security-scan'], 'reports'])
})

kindRows('what is only shown beforehand', [
  ['a change set of SAM', 'sam deploy --no-execute-changeset --config-file samconfig.toml', ['plan']],
  ['of CloudFormation', 'aws cloudformation deploy --no-execute-changeset --stack-name shop', ['plan']],
  ['of CDK', 'cdk deploy --method=prepare-change-set', ['plan']],
  ['and executed', 'aws cloudformation execute-change-set --change-set-name a', ['apply+deploy']],
])

kindRows('programs by another name', [
  [
    'of a package, by its file',
    'npm run dev',
    ['build'],
    {
      'package.json':
        '{"scripts":{"dev":"node_modules/cross-env/dist/bin/cross-env.js NODE_ENV=development node_modules/webpack/bin/webpack.js"}}',
    },
  ],
  ['the gem of Travis', 'dpl --provider=heroku --app=shop\ndpl npm', ['deploy', 'publish']],
  ['a task of Gradle in a project of the matrix', './gradlew :{{matrix}}:publish', ['publish']],
])

kindRows('a request whose failure nothing heeds', [
  ['to a start page, which shows that there is a network', 'wget --spider https://spring.io || echo offline', []],
  ['to a health endpoint', 'curl -f https://shop.acme.io/health || true', ['smoke-test']],
])

kindRows('interpreters by their version', [
  ['written out', 'php8.3 ./vendor/bin/phpunit\npython3.12 -m pytest tests/unit', ['unit-test', 'unit-test']],
  ['of a matrix', 'php${{ matrix.php }} ./vendor/bin/phpunit', ['unit-test']],
])

kindRows('what comes from another repository', [
  ['a script that is called build', './deploy-scripts/bin/build', ['?build+package+unit-test+publish']],
  ['tests in a folder of acceptance tests', 'cd shop-acceptance-tests/spec && bundle exec rspec', ['integration-test']],
  [
    'a copy to a machine that secrets name',
    'scp app.jar ${{ secrets.USER }}@${{ secrets.HOST }}:${{ secrets.DIR }}/app.jar',
    ['deploy'],
  ],
])

const off = '<project><properties><skipTests>true</skipTests></properties></project>'
const inProfile = `<project><profiles><profile>${off}</profile></profiles></project>`

kindRows('a build of Maven that leaves its tests out', [
  ['by a property', 'mvn package', ['build'], { 'pom.xml': off }],
  ['unless it is told', 'mvn package -DskipTests=false', [unit], { 'pom.xml': off }],
  ['in a profile alone', 'mvn package', [unit], { 'pom.xml': inProfile }],
  ['by its settings', 'mvn verify', ['build'], { 'pom.xml': '<project/>', '.mvn/maven.config': '-T4\n-DskipTests\n' }],
])

kindRows('compilers', [
  [
    'of C, behind a variable',
    'make',
    ['build', 'build'],
    { Makefile: 'CC = gcc\nall: x.o\n\t$(CC) -o x x.o\nx.o:\n\t$(CC) -c x.c\n' },
  ],
  ['that only tell their version', 'gcc --version', []],
])
