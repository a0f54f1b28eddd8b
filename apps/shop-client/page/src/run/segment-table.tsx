import type { RunReport } from '@baylink/contracts';
import { showHex } from '@baylink/kernel';

/** Where the file's bytes go. Sizes in bytes. */
export function SegmentTable({ segments }: { segments: RunReport['segments'] }) {
  if (segments.length === 0) return null;
  return (
    <details>
      <summary>Memory ranges ({segments.length})</summary>
      <div className="table-frame">
        <table className="table" data-testid="segments">
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col" className="number">
                Bytes
              </th>
              <th scope="col">CRC-32</th>
            </tr>
          </thead>
          <tbody>
            {segments.map(({ address, size, crc32 }) => (
              <tr key={address} className="mono">
                <td>{showHex(address, 8)}</td>
                <td>{showHex(address + size - 1, 8)}</td>
                <td className="number">{size}</td>
                <td>{crc32}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
