import { kindRows } from '../../support/kinds.ts'

const applies = '?apply+deploy+migrate'
const plans = '?plan+validate'
const compose = (lines: string) => ({ 'compose.yaml': `services:\n  tool:\n${lines}` })

kindRows('what a service of compose is given is told to its entrypoint', [
  [
    'a tool that is known',
    'docker compose run --rm tool apply -auto-approve',
    ['apply'],
    compose('    image: acme/tools:1.2.3\n    entrypoint: terraform\n'),
  ],
  [
    'a tool with words of its own',
    'docker compose run --rm tool migrate',
    ['migrate'],
    compose('    image: acme/web:1.2.3\n    entrypoint: [python, manage.py]\n'),
  ],
  [
    'the tool that an image is',
    'docker compose run --rm tool plan\ndocker compose run --rm tool apply plan.out',
    ['plan', 'apply'],
    compose('    image: hashicorp/terraform:1.9.5\n'),
  ],
  [
    'that of the image which is built for it',
    'docker compose run --rm tool migrate',
    ['migrate'],
    {
      ...compose('    build: .\n'),
      Dockerfile: 'FROM python:3.12.4-slim\nENTRYPOINT ["python", "manage.py"]\nCMD ["runserver"]\n',
    },
  ],
  [
    'a script that prepares runs what it is given',
    'docker compose run --rm tool pytest tests/unit',
    ['unit-test'],
    compose('    image: acme/web:1.2.3\n    entrypoint: /app/wait-for-it.sh\n'),
  ],
  [
    'also behind what it waits for',
    'docker compose run --rm tool pytest tests/unit',
    ['unit-test'],
    compose('    image: acme/web:1.2.3\n    entrypoint: [/app/run.sh, "db:5432", --]\n'),
  ],
  [
    'and in front of a program of its own',
    'docker compose run --rm tool pytest tests/unit',
    ['unit-test'],
    compose('    image: acme/web:1.2.3\n    entrypoint: [/app/entrypoint.sh, bundle, exec]\n'),
  ],
  [
    'a script with a word of its own may do anything with the next',
    'docker compose run --rm tool test',
    ['?unit-test+integration-test'],
    compose('    image: acme/web:1.2.3\n    entrypoint: [/run_sbt.sh, "project shop"]\n'),
  ],
  [
    'also where another file says only which stage is built',
    'docker compose -f compose.yaml -f compose.test.yaml run --rm tool test',
    ['?unit-test+integration-test'],
    {
      ...compose('    build:\n      context: .\n      dockerfile: tool/Dockerfile\n'),
      'compose.test.yaml': 'services:\n  tool:\n    build:\n      target: tests\n',
      'tool/Dockerfile': 'FROM acme/sbt:1.10.7 AS tests\nENTRYPOINT ["/run_sbt.sh", "project shop"]\nFROM tests\n',
    },
  ],
  [
    'a folder that a later file names is where the image is built',
    'docker compose -f compose.yaml -f compose.test.yaml run --rm tool migrate',
    ['migrate'],
    {
      ...compose('    build:\n      context: ./old\n'),
      'compose.test.yaml': 'services:\n  tool:\n    build: ./tool\n',
      'tool/Dockerfile': 'FROM python:3.12.4-slim\nENTRYPOINT ["python", "manage.py"]\n',
      'old/Dockerfile': 'FROM acme/old:1\nENTRYPOINT ["/run.sh", "project shop"]\n',
    },
  ],
  [
    'so does one in another language',
    'docker compose run --rm tool python manage.py test',
    ['unit-test'],
    compose('    build: .\n    entrypoint: python /app/docker_entrypoint.py\n'),
  ],
  [
    'a shell',
    'docker compose run --rm tool "terraform plan"',
    ['plan'],
    compose('    image: acme/tools:1.2.3\n    entrypoint: [sh, -c]\n'),
  ],
  [
    'a module of Python',
    'docker compose run --rm tool tests/unit',
    ['unit-test'],
    compose('    image: acme/web:1.2.3\n    entrypoint: python -m pytest\n'),
  ],
  [
    'so does a program of which nothing is known, as far as what it is given is known',
    'docker compose run --rm tool pytest tests/unit',
    ['unit-test'],
    compose('    image: acme/web:1.2.3\n    entrypoint: ringmaster\n'),
  ],
  [
    'what such a program is told stays hidden',
    'docker compose run --rm tool apply',
    [applies],
    compose('    image: acme/tools:1.2.3\n    entrypoint: ringmaster\n'),
  ],
])

kindRows('what an image of elsewhere is told stays hidden', [
  ['to apply', 'docker run --rm acme/shipper:1.2.3 apply', [applies]],
  [
    'to deploy, by compose',
    'docker compose run --rm tool deploy',
    [applies],
    compose('    image: acme/shipper:1.2.3\n'),
  ],
  ['to plan', 'docker run --rm acme/shipper:1.2.3 plan', [plans]],
  ['to go back', 'docker run --rm acme/shipper:1.2.3 rollback', ['?rollback']],
  ['to take everything away is none of these', 'docker run --rm acme/shipper:1.2.3 destroy', []],
  ['a program that nobody knows, told to apply', 'ringmaster apply', [applies]],
])

kindRows('helmfile, Velero and Radix', [
  [
    'a deployment of what is built',
    'rx create pipeline-job deploy -a shop -e prod --image-tag-name api=1.2.3',
    ['deploy'],
  ],
  ['a promotion', 'rx create pipeline-job promote -a shop --from-environment dev --to-environment prod', ['deploy']],
  ['a look at the platform', 'rx get logs component -a shop', []],
  ['a diff behind options of its own', 'helmfile --environment prod -l app=shop diff --context 2', ['plan']],
  ['a restore of what a backup holds', 'velero restore create back --from-backup daily --wait', ['rollback']],
  ['a backup', 'velero backup create daily --wait', []],
])

kindRows('a script beside the one that runs', [
  [
    'by the folder of the script as it really lies',
    'bash ops/run.sh',
    ['deploy'],
    {
      'ops/run.sh': 'HERE=$(dirname $(realpath $0))\nbash $HERE/ship.sh\n',
      'ops/ship.sh': 'kubectl apply -f k8s/\n',
    },
  ],
])

kindRows('a build by compose', [
  ['of a service that is built here', 'docker compose build', ['build'], compose('    build: .\n')],
  ['of files that are not here', 'docker compose -f elsewhere.yaml build', ['build']],
  ['of images of elsewhere alone', 'docker compose build', [], compose('    image: acme/tools:1.2.3\n')],
])
