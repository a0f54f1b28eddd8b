import { strToU8, zipSync } from 'fflate';

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const named = (name, inner) => `<${name}S><${name} ID="${name}">${inner}</${name}></${name}S>`;

/** An ODX-F document with its data as hex digits, or in the file that it names. */
export const odxF = (data) =>
  strToU8(`<?xml version="1.0" encoding="UTF-8"?><ODX MODEL-VERSION="2.2.0" ${XSI}><FLASH ID="f"><SHORT-NAME>s</SHORT-NAME><DESC><p>read over</p></DESC>
${named(
  'ECU-MEM',
  `<SHORT-NAME>m</SHORT-NAME><MEM>${named(
    'SESSION',
    '<SHORT-NAME>only</SHORT-NAME><DATABLOCK-REFS><DATABLOCK-REF ID-REF="DATABLOCK"/></DATABLOCK-REFS>',
  )}${named(
    'DATABLOCK',
    `<SHORT-NAME>b</SHORT-NAME><FLASHDATA-REF ID-REF="FLASHDATA"/>${named(
      'SEGMENT',
      '<SHORT-NAME>c</SHORT-NAME><SOURCE-START-ADDRESS> B000 </SOURCE-START-ADDRESS><UNCOMPRESSED-SIZE> 8 </UNCOMPRESSED-SIZE>',
    )}`,
  )}<FLASHDATAS>${data}</FLASHDATAS></MEM>`,
)}</FLASH></ODX>`);

const flashdata = (kind, format, content) =>
  `<FLASHDATA ID="FLASHDATA" xsi:type="${kind}-FLASHDATA"><SHORT-NAME>d</SHORT-NAME><DATAFORMAT SELECTION="${format}"/>${content}</FLASHDATA>`;

export const ODX_F = odxF(flashdata('INTERN', 'BINARY', '<DATA>0102030405060708</DATA>'));

/** The document, its catalogue and the data file beside it. */
export const PDX = zipSync({
  'index.xml': strToU8('<CATALOG><ABLOCKS><ABLOCK><FILES><FILE>f.odx-f</FILE></FILES></ABLOCK></ABLOCKS></CATALOG>'),
  'f.odx-f': odxF(flashdata('EXTERN', 'BINARY', '<DATAFILE>d.bin</DATAFILE>')),
  'd.bin': Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
});

const uint = (bits) =>
  `<DIAG-CODED-TYPE BASE-DATA-TYPE="A_UINT32" xsi:type="STANDARD-LENGTH-TYPE"><BIT-LENGTH>${bits}</BIT-LENGTH></DIAG-CODED-TYPE>`;
const param = (kind, name, at, inner) =>
  `<PARAM xsi:type="${kind}"><SHORT-NAME>${name}</SHORT-NAME><BYTE-POSITION>${at}</BYTE-POSITION>${inner}</PARAM>`;
const constant = (name, at, value, bits = 8) =>
  param('CODED-CONST', name, at, `<CODED-VALUE>${value}</CODED-VALUE>${uint(bits)}`);
const params = (...all) => `<PARAMS>${all.join('')}</PARAMS>`;

/** One layer: a reading with a value in a linear scale, trouble codes to the end of the message, a multiplexer. */
export const ODX_D =
  strToU8(`<?xml version="1.0" encoding="UTF-8"?><ODX MODEL-VERSION="2.2.0" ${XSI}><DIAG-LAYER-CONTAINER ID="l"><SHORT-NAME>l</SHORT-NAME>
${named(
  'BASE-VARIANT',
  `<SHORT-NAME>base</SHORT-NAME><DIAG-DATA-DICTIONARY-SPEC><DATA-OBJECT-PROPS>
<DATA-OBJECT-PROP ID="t"><SHORT-NAME>t</SHORT-NAME><COMPU-METHOD><CATEGORY>LINEAR</CATEGORY><COMPU-INTERNAL-TO-PHYS><COMPU-SCALES><COMPU-SCALE>
<COMPU-RATIONAL-COEFFS><COMPU-NUMERATOR><V>-40</V><V>1</V></COMPU-NUMERATOR><COMPU-DENOMINATOR><V>1</V></COMPU-DENOMINATOR></COMPU-RATIONAL-COEFFS>
</COMPU-SCALE></COMPU-SCALES></COMPU-INTERNAL-TO-PHYS></COMPU-METHOD>${uint(8)}</DATA-OBJECT-PROP></DATA-OBJECT-PROPS>
<DTC-DOPS><DTC-DOP ID="dtc"><SHORT-NAME>dtc</SHORT-NAME>${uint(24)}<DTCS><DTC ID="1"><SHORT-NAME>P0420</SHORT-NAME><TROUBLE-CODE>270336</TROUBLE-CODE>
<TEXT>Catalyst</TEXT></DTC></DTCS></DTC-DOP></DTC-DOPS><STRUCTURES><STRUCTURE ID="item"><SHORT-NAME>i</SHORT-NAME>
${params(param('VALUE', 'dtc', 0, '<DOP-REF ID-REF="dtc"/>'), param('VALUE', 'status', 3, '<DOP-REF ID-REF="t"/>'))}</STRUCTURE></STRUCTURES>
<END-OF-PDU-FIELDS><END-OF-PDU-FIELD ID="list"><SHORT-NAME>l</SHORT-NAME><BASIC-STRUCTURE-REF ID-REF="item"/></END-OF-PDU-FIELD></END-OF-PDU-FIELDS>
<MUXS><MUX ID="mux"><SHORT-NAME>m</SHORT-NAME><BYTE-POSITION>1</BYTE-POSITION><SWITCH-KEY><BYTE-POSITION>0</BYTE-POSITION>
<DATA-OBJECT-PROP-REF ID-REF="t"/></SWITCH-KEY><CASES><CASE><SHORT-NAME>c</SHORT-NAME><STRUCTURE-REF ID-REF="item"/><LOWER-LIMIT>1</LOWER-LIMIT>
<UPPER-LIMIT>2</UPPER-LIMIT></CASE></CASES></MUX></MUXS></DIAG-DATA-DICTIONARY-SPEC><DIAG-COMMS>
${['coolant', 'dtcs', 'choice']
  .map(
    (name) =>
      `<DIAG-SERVICE ID="${name}"><SHORT-NAME>${name}</SHORT-NAME><REQUEST-REF ID-REF="rq.${name}"/><POS-RESPONSE-REFS><POS-RESPONSE-REF ID-REF="pr.${name}"/></POS-RESPONSE-REFS></DIAG-SERVICE>`,
  )
  .join('')}</DIAG-COMMS><REQUESTS>
<REQUEST ID="rq.coolant"><SHORT-NAME>a</SHORT-NAME>${params(constant('sid', 0, 0x22), constant('did', 1, 0xf405, 16))}</REQUEST>
<REQUEST ID="rq.dtcs"><SHORT-NAME>b</SHORT-NAME>${params(constant('sid', 0, 0x19), constant('sub', 1, 2))}</REQUEST>
<REQUEST ID="rq.choice"><SHORT-NAME>c</SHORT-NAME>${params(constant('sid', 0, 0x22), constant('did', 1, 0x0603, 16))}</REQUEST></REQUESTS><POS-RESPONSES>
<POS-RESPONSE ID="pr.coolant"><SHORT-NAME>a</SHORT-NAME>${params(constant('sid', 0, 0x62), param('VALUE', 't', 3, '<DOP-REF ID-REF="t"/>'))}</POS-RESPONSE>
<POS-RESPONSE ID="pr.dtcs"><SHORT-NAME>b</SHORT-NAME>${params(constant('sid', 0, 0x59), param('VALUE', 'l', 3, '<DOP-REF ID-REF="list"/>'))}</POS-RESPONSE>
<POS-RESPONSE ID="pr.choice"><SHORT-NAME>c</SHORT-NAME>${params(constant('sid', 0, 0x62), param('VALUE', 'm', 3, '<DOP-REF ID-REF="mux"/>'))}</POS-RESPONSE></POS-RESPONSES>`,
)}</DIAG-LAYER-CONTAINER></ODX>`);

/** Requests and answers of most services of ISO 14229-1. */
export const UDS = [
  '1003',
  '5003003201f4',
  '1101',
  '14ffffff',
  '19022f',
  '59027f0a9b1724080511',
  '1904123456ff',
  '22f190f18c',
  '62f19057304c',
  '2324204813920103',
  '63008c11',
  '240105',
  '6401059500e04b',
  '2701',
  '67013657',
  '2702c9af3677',
  '280102',
  '2901000003aabbcc00021122',
  '6901110002cafe0000',
  '2a01e324',
  '2c01f2011234010256780101',
  '6c01f201',
  '2ef19057304c',
  '6ef190',
  '2f9b00033c',
  '310102010601',
  '34113360200000ffff',
  '74200082',
  '3601aabb',
  '7601',
  '37',
  '380100052f612e62631102c3507530',
  '3d12204802008c',
  '3e00',
  '8303',
  '848011000002000722f190aabb',
  'c48011000002000762f190aabb',
  '8502',
  '8603020104220104',
  'c6030002010422',
  '870105',
  '7f2278',
  '7f3673',
];
