import { hex } from '@baylink/kernel';
import { strToU8 } from 'fflate';
import { type RigEntry, zipOf } from '../../archive/zip.rig.js';

/** Parts of a small ODX-F document of our own; each can be replaced to make it another one. */
export interface FlashSample {
  readonly sessions?: string;
  readonly checksums?: string;
  readonly block?: string;
  readonly segments?: string;
  readonly flashdata?: string;
}

export const SAMPLE_BYTES = Uint8Array.from({ length: 64 }, (_, i) => (i * 7) & 0xff);

const SEGMENTS = `<SEGMENTS><SEGMENT ID="s.1"><SHORT-NAME>code</SHORT-NAME>
  <SOURCE-START-ADDRESS>  B000 </SOURCE-START-ADDRESS><UNCOMPRESSED-SIZE>
   64 </UNCOMPRESSED-SIZE></SEGMENT></SEGMENTS>`;

export const session = (name: string, checksums = ''): string => `<SESSION ID="session.${name}">
  <SHORT-NAME>${name}</SHORT-NAME>
  <EXPECTED-IDENTS><EXPECTED-IDENT ID="i.1"><SHORT-NAME>hardware</SHORT-NAME>
    <IDENT-VALUES><IDENT-VALUE TYPE="A_ASCIISTRING">BLE-HW-07</IDENT-VALUE></IDENT-VALUES></EXPECTED-IDENT></EXPECTED-IDENTS>
  ${checksums}
  <DATABLOCK-REFS><DATABLOCK-REF ID-REF="block.1"/></DATABLOCK-REFS></SESSION>`;

export const flashdata = (format: string, content: string, more = ''): string => `<FLASHDATA ID="data.1"
  xsi:type="${content.startsWith('<DATAFILE') ? 'EXTERN' : 'INTERN'}-FLASHDATA"><SHORT-NAME>data</SHORT-NAME>
  <DATAFORMAT SELECTION="${format}"/>${content}${more}</FLASHDATA>`;

export function odxF(sample: FlashSample = {}): Uint8Array {
  const { sessions = session('only', sample.checksums), block = '', segments = SEGMENTS } = sample;
  const data = sample.flashdata ?? flashdata('BINARY', `<DATA>${hex(SAMPLE_BYTES)}</DATA>`);
  return strToU8(`<?xml version="1.0" encoding="UTF-8"?>
<ODX MODEL-VERSION="2.2.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <FLASH ID="flash"><SHORT-NAME>sample</SHORT-NAME><DESC><p>read over</p></DESC><ECU-MEMS>
  <ECU-MEM ID="mem"><SHORT-NAME>mem</SHORT-NAME><MEM>
   <SESSIONS>${sessions}</SESSIONS>
   <DATABLOCKS><DATABLOCK ID="block.1" TYPE="CODE"><SHORT-NAME>block</SHORT-NAME>
     <FLASHDATA-REF ID-REF="data.1"/>${segments}${block}
     <OWN-IDENTS><OWN-IDENT ID="o.1"><SHORT-NAME>software</SHORT-NAME>
       <IDENT-VALUE TYPE="A_ASCIISTRING">BLE-ENG-0200</IDENT-VALUE></OWN-IDENT></OWN-IDENTS>
   </DATABLOCK></DATABLOCKS>
   <FLASHDATAS>${data}</FLASHDATAS></MEM></ECU-MEM></ECU-MEMS></FLASH></ODX>`);
}

/** A PDX archive: the document, a catalogue that lists it, and files beside it. */
export function pdx(document: Uint8Array, files: readonly RigEntry[] = [], listed = 'flash.odx-f'): Uint8Array {
  const catalogue = `<?xml version="1.0"?><CATALOG F-DTD-VERSION="ODX-2.2.0"><SHORT-NAME>c</SHORT-NAME><ABLOCKS><ABLOCK UPD="NEW">
    <SHORT-NAME>a</SHORT-NAME><FILES><FILE MIME-TYPE="application/x-asam.odx.odx-f">${listed}</FILE></FILES></ABLOCK></ABLOCKS></CATALOG>`;
  return zipOf([
    { name: 'index.xml', content: strToU8(catalogue) },
    { name: 'flash.odx-f', content: document },
    ...files,
  ]);
}
