import { deflateRawSync } from 'node:zlib'

/** A tar of files, without more in its headers than is read of them. */
export function tarOf(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const parts = Object.entries(files).flatMap(([path, content]) => {
    const bytes = Buffer.from(content as string)
    const header = Buffer.alloc(512)
    header.write(path.slice(0, 100), 0)
    header.write(`${bytes.length.toString(8).padStart(11, '0')} `, 124)
    header.write('        0', 148)
    header.write('ustar', 257)
    const sum = header.reduce((all, byte) => all + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
  })
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

/** A zip of files, deflated. */
export function zipOf(files: Readonly<Record<string, string | Buffer>>, encrypted = false): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const [path, content] of Object.entries(files)) {
    const packed = deflateRawSync(Buffer.from(content as string))
    const name = Buffer.from(path)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(name.length, 26)
    const record = Buffer.alloc(46)
    record.writeUInt32LE(0x02014b50, 0)
    record.writeUInt16LE(encrypted ? 1 : 0, 8)
    record.writeUInt16LE(8, 10)
    record.writeUInt32LE(packed.length, 20)
    record.writeUInt16LE(name.length, 28)
    record.writeUInt32LE(at, 42)
    parts.push(local, name, packed)
    central.push(record, name)
    at += 30 + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...central, end])
}
