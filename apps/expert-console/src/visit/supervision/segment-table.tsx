import { byteCount, showHex } from '@baylink/kernel';
import { showBytesCount } from '../../ui/show-size.js';

interface Segment {
  readonly address: number;
  readonly size: number;
  readonly crc32: string;
}

/** Where a file's bytes go. `address` and `size` in bytes. */
export function SegmentTable({ segments }: { segments: readonly Segment[] }) {
  return (
    <div className="table-frame">
      <table className="table" data-testid="segments">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col" className="number">
              Size
            </th>
            <th scope="col">CRC-32</th>
          </tr>
        </thead>
        <tbody>
          {segments.map(({ address, size, crc32 }) => (
            <tr key={address} className="mono">
              <td>{showHex(address, 8)}</td>
              <td>{showHex(address + size - 1, 8)}</td>
              <td className="number">{showBytesCount(byteCount(size))}</td>
              <td>{crc32}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
