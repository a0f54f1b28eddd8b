import { strToU8 } from 'fflate';

const uint = (bits: number, more = '') =>
  `<DIAG-CODED-TYPE BASE-DATA-TYPE="A_UINT32" xsi:type="STANDARD-LENGTH-TYPE"${more}><BIT-LENGTH>${bits}</BIT-LENGTH></DIAG-CODED-TYPE>`;
const constant = (name: string, at: number, value: number, bits = 8) =>
  `<PARAM xsi:type="CODED-CONST"><SHORT-NAME>${name}</SHORT-NAME><BYTE-POSITION>${at}</BYTE-POSITION><CODED-VALUE>${value}</CODED-VALUE>${uint(bits)}</PARAM>`;
const value = (name: string, dop: string, at?: number, bit?: number) =>
  `<PARAM xsi:type="VALUE"><SHORT-NAME>${name}</SHORT-NAME>${at === undefined ? '' : `<BYTE-POSITION>${at}</BYTE-POSITION>`}${
    bit === undefined ? '' : `<BIT-POSITION>${bit}</BIT-POSITION>`
  }<DOP-REF ID-REF="dop.${dop}"/></PARAM>`;
const dop = (name: string, type: string, method: string, unit = '') =>
  `<DATA-OBJECT-PROP ID="dop.${name}"><SHORT-NAME>${name}</SHORT-NAME><COMPU-METHOD>${method}</COMPU-METHOD>${type}<PHYSICAL-TYPE BASE-DATA-TYPE="A_FLOAT64"/>${unit}</DATA-OBJECT-PROP>`;
const scales = (category: string, inner: string) =>
  `<CATEGORY>${category}</CATEGORY><COMPU-INTERNAL-TO-PHYS><COMPU-SCALES>${inner}</COMPU-SCALES></COMPU-INTERNAL-TO-PHYS>`;
const linear = (v0: number, v1: number, d: number, limits = '') =>
  `<COMPU-SCALE>${limits}<COMPU-RATIONAL-COEFFS><COMPU-NUMERATOR><V>${v0}</V><V>${v1}</V></COMPU-NUMERATOR><COMPU-DENOMINATOR><V>${d}</V></COMPU-DENOMINATOR></COMPU-RATIONAL-COEFFS></COMPU-SCALE>`;
const limits = (low: number, high: number) => `<LOWER-LIMIT>${low}</LOWER-LIMIT><UPPER-LIMIT>${high}</UPPER-LIMIT>`;
const point = (x: number, y: number) =>
  `<COMPU-SCALE><LOWER-LIMIT>${x}</LOWER-LIMIT><COMPU-CONST><V>${y}</V></COMPU-CONST></COMPU-SCALE>`;
const word = (low: number, high: number, text: string) =>
  `<COMPU-SCALE>${limits(low, high)}<COMPU-CONST><VT>${text}</VT></COMPU-CONST></COMPU-SCALE>`;
const service = (name: string, title: string, request: string, response: string) => ({
  comm: `<DIAG-SERVICE ID="svc.${name}"><SHORT-NAME>${name}</SHORT-NAME><LONG-NAME>${title}</LONG-NAME><REQUEST-REF ID-REF="rq.${name}"/>
    <POS-RESPONSE-REFS><POS-RESPONSE-REF ID-REF="pr.${name}"/></POS-RESPONSE-REFS><NEG-RESPONSE-REFS><NEG-RESPONSE-REF ID-REF="nr.any"/></NEG-RESPONSE-REFS></DIAG-SERVICE>`,
  request: `<REQUEST ID="rq.${name}"><SHORT-NAME>${name}</SHORT-NAME><PARAMS>${request}</PARAMS></REQUEST>`,
  response: `<POS-RESPONSE ID="pr.${name}"><SHORT-NAME>${name}</SHORT-NAME><PARAMS>${response}</PARAMS></POS-RESPONSE>`,
});
const readDid = (name: string, title: string, did: number, params: string) =>
  service(
    name,
    title,
    constant('sid', 0, 0x22) + constant('did', 1, did, 16),
    `${constant('sid', 0, 0x62)}<PARAM xsi:type="MATCHING-REQUEST-PARAM"><SHORT-NAME>did</SHORT-NAME><BYTE-POSITION>1</BYTE-POSITION><REQUEST-BYTE-POS>1</REQUEST-BYTE-POS><BYTE-LENGTH>2</BYTE-LENGTH></PARAM>${params}`,
  );

const BASE_SERVICES = [
  readDid('coolant', 'Coolant temperature', 0xf405, value('temperature', 'celsius', 3)),
  readDid('vin', 'Vehicle identification number', 0xf190, value('vin', 'text', 3)),
  readDid(
    'flags',
    'Flags',
    0x0601,
    value('low', 'onoff', 3, 0) + value('high', 'nibble', 3, 4) + value('load', 'curve', 4),
  ),
  readDid('tank', 'Tank', 0x0602, value('level', 'steps', 3)),
  readDid('choice', 'Choice', 0x0603, value('choice', 'mux', 3)),
  readDid(
    'odd',
    'Odd',
    0x0604,
    '<PARAM xsi:type="DYNAMIC"><SHORT-NAME>odd</SHORT-NAME><BYTE-POSITION>3</BYTE-POSITION></PARAM>',
  ),
  service(
    'compare',
    'Compare memory',
    constant('sid', 0, 0x31) + constant('sub', 1, 1) + constant('rid', 2, 0x0202, 16),
    constant('sid', 0, 0x71) + constant('sub', 1, 1) + constant('rid', 2, 0x0202, 16),
  ),
  service(
    'dtcs',
    'Trouble codes',
    constant('sid', 0, 0x19) + constant('sub', 1, 2),
    constant('sid', 0, 0x59) + constant('sub', 1, 2) + value('mask', 'nibble8', 2) + value('list', 'dtclist', 3),
  ),
];
const VARIANT_SERVICES = [readDid('coolant', 'Coolant of this variant', 0xf405, value('temperature', 'kelvin', 3))];

const OBJECTS = `<DATA-OBJECT-PROPS>
 ${dop('celsius', uint(8), scales('LINEAR', linear(-40, 1, 1)), '<UNIT-REF ID-REF="unit.celsius"/>')}
 ${dop('kelvin', uint(8), scales('LINEAR', linear(466.3, 2, 2)))}
 ${dop('steps', uint(16, ' IS-HIGHLOW-BYTE-ORDER="false"'), scales('SCALE-LINEAR', linear(0, 1, 10, limits(0, 99)) + linear(0, 1, 1, limits(100, 1000))))}
 ${dop('onoff', uint(1), scales('TEXTTABLE', word(0, 0, 'off') + word(1, 1, 'on')))}
 ${dop('nibble', uint(4), '<CATEGORY>IDENTICAL</CATEGORY>')}
 ${dop('nibble8', uint(8), '<CATEGORY>IDENTICAL</CATEGORY>')}
 ${dop('curve', uint(8), scales('TAB-INTP', point(0, 0) + point(100, 50) + point(200, 250)))}
 ${dop('text', '<DIAG-CODED-TYPE BASE-DATA-TYPE="A_ASCIISTRING" xsi:type="MIN-MAX-LENGTH-TYPE" TERMINATION="ZERO"><MAX-LENGTH>17</MAX-LENGTH><MIN-LENGTH>0</MIN-LENGTH></DIAG-CODED-TYPE>', '<CATEGORY>IDENTICAL</CATEGORY>')}
</DATA-OBJECT-PROPS>
<DTC-DOPS><DTC-DOP ID="dop.dtc"><SHORT-NAME>dtc</SHORT-NAME>${uint(24)}<DTCS>
 <DTC ID="dtc.1"><SHORT-NAME>P0420</SHORT-NAME><TROUBLE-CODE>${0x042000}</TROUBLE-CODE><TEXT>Catalyst efficiency below threshold</TEXT></DTC></DTCS></DTC-DOP></DTC-DOPS>
<STRUCTURES><STRUCTURE ID="dop.dtcitem"><SHORT-NAME>item</SHORT-NAME><PARAMS>${value('dtc', 'dtc', 0)}${value('status', 'nibble8', 3)}</PARAMS></STRUCTURE>
 <STRUCTURE ID="dop.hot"><SHORT-NAME>hot</SHORT-NAME><PARAMS>${value('t', 'celsius', 0)}</PARAMS></STRUCTURE></STRUCTURES>
<END-OF-PDU-FIELDS><END-OF-PDU-FIELD ID="dop.dtclist"><SHORT-NAME>dtclist</SHORT-NAME><BASIC-STRUCTURE-REF ID-REF="dop.dtcitem"/></END-OF-PDU-FIELD></END-OF-PDU-FIELDS>
<MUXS><MUX ID="dop.mux"><SHORT-NAME>mux</SHORT-NAME><BYTE-POSITION>1</BYTE-POSITION><SWITCH-KEY><BYTE-POSITION>0</BYTE-POSITION><DATA-OBJECT-PROP-REF ID-REF="dop.nibble8"/></SWITCH-KEY>
 <DEFAULT-CASE><SHORT-NAME>nothing</SHORT-NAME></DEFAULT-CASE>
 <CASES><CASE><SHORT-NAME>warm</SHORT-NAME><STRUCTURE-REF ID-REF="dop.hot"/>${limits(1, 2)}</CASE></CASES></MUX></MUXS>
<UNIT-SPEC><UNITS><UNIT ID="unit.celsius"><SHORT-NAME>celsius</SHORT-NAME><DISPLAY-NAME>°C</DISPLAY-NAME></UNIT></UNITS></UNIT-SPEC>`;

const layer = (kind: string, id: string, head: string, services: ReturnType<typeof service>[], more = '') =>
  `<${kind}S><${kind} ID="${id}"><SHORT-NAME>${id}</SHORT-NAME>${head}<DIAG-COMMS>${services.map(({ comm }) => comm).join('')}</DIAG-COMMS>
  <REQUESTS>${services.map(({ request }) => request).join('')}</REQUESTS>
  <POS-RESPONSES>${services.map(({ response }) => response).join('')}</POS-RESPONSES>${more}</${kind}></${kind}S>`;

/** A base variant with eight services, and a variant that replaces one and does without another. */
export const odxD = (): Uint8Array => {
  const negative = `<NEG-RESPONSES><NEG-RESPONSE ID="nr.any"><SHORT-NAME>any</SHORT-NAME><PARAMS>${constant('sid', 0, 0x7f)}
    <PARAM xsi:type="MATCHING-REQUEST-PARAM"><SHORT-NAME>rq</SHORT-NAME><BYTE-POSITION>1</BYTE-POSITION><REQUEST-BYTE-POS>0</REQUEST-BYTE-POS><BYTE-LENGTH>1</BYTE-LENGTH></PARAM>
    <PARAM xsi:type="NRC-CONST"><SHORT-NAME>nrc</SHORT-NAME><BYTE-POSITION>2</BYTE-POSITION><CODED-VALUES><CODED-VALUE>49</CODED-VALUE><CODED-VALUE>34</CODED-VALUE></CODED-VALUES>${uint(8)}</PARAM></PARAMS></NEG-RESPONSE></NEG-RESPONSES>`;
  const parent = `<PARENT-REFS><PARENT-REF xsi:type="BASE-VARIANT-REF" ID-REF="base"><NOT-INHERITED-DIAG-COMMS><NOT-INHERITED-DIAG-COMM>
    <DIAG-COMM-SNREF SHORT-NAME="tank"/></NOT-INHERITED-DIAG-COMM></NOT-INHERITED-DIAG-COMMS></PARENT-REF></PARENT-REFS>`;
  const variant = VARIANT_SERVICES.map(({ comm, request, response }) => ({
    comm: comm.replace('svc.', 'own.svc.').replace('"rq.', '"own.rq.').replace('"pr.', '"own.pr.'),
    request: request.replace('"rq.', '"own.rq.'),
    response: response.replace('"pr.', '"own.pr.'),
  }));
  return strToU8(`<?xml version="1.0" encoding="UTF-8"?><ODX MODEL-VERSION="2.2.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<DIAG-LAYER-CONTAINER ID="dlc"><SHORT-NAME>sample</SHORT-NAME>
${layer('BASE-VARIANT', 'base', `<DIAG-DATA-DICTIONARY-SPEC>${OBJECTS}</DIAG-DATA-DICTIONARY-SPEC>`, BASE_SERVICES, negative)}
${layer('ECU-VARIANT', 'variant', parent, variant)}
</DIAG-LAYER-CONTAINER></ODX>`);
};
