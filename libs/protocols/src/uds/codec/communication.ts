import { concat, err, ok, uintBytes } from '@baylink/kernel';
import { byteAt, type ServiceCodec, subFunctionOf, subHead, suppressOf, wordAt } from './codec.js';
import { NRC } from './nrc.table.js';

/** Sub-functions that name a node behind this unit. (ISO 14229-1 CommunicationControl, enhanced address information) */
const namesNode = (control: number): boolean => control === 0x04 || control === 0x05;

export const communicationControl: ServiceCodec<'CommunicationControl'> = {
  minRequest: 3,
  decodeRequest: (bytes) => {
    const control = subFunctionOf(bytes);
    if (bytes.length !== (namesNode(control) ? 5 : 3)) return err(NRC.incorrectMessageLengthOrInvalidFormat);
    return ok({
      service: 'CommunicationControl',
      control,
      communicationType: byteAt(bytes, 2),
      node: namesNode(control) ? wordAt(bytes, 3) : undefined,
      suppress: suppressOf(bytes),
    });
  },
  encodeRequest: ({ control, communicationType, node, suppress }) =>
    concat(
      subHead('CommunicationControl', control, suppress),
      Uint8Array.of(communicationType),
      node === undefined ? new Uint8Array() : uintBytes(node, 2),
    ),
  minResponse: 2,
  decodeResponse: (bytes) => ({ service: 'CommunicationControl', control: byteAt(bytes, 1) }),
  encodeResponse: ({ control }) => Uint8Array.of(0x68, control),
};

export const controlDtcSetting: ServiceCodec<'ControlDTCSetting'> = {
  minRequest: 2,
  decodeRequest: (bytes) =>
    ok({
      service: 'ControlDTCSetting',
      setting: subFunctionOf(bytes),
      record: bytes.subarray(2),
      suppress: suppressOf(bytes),
    }),
  encodeRequest: ({ setting, record, suppress }) => concat(subHead('ControlDTCSetting', setting, suppress), record),
  minResponse: 2,
  decodeResponse: (bytes) => ({ service: 'ControlDTCSetting', setting: byteAt(bytes, 1) }),
  encodeResponse: ({ setting }) => Uint8Array.of(0xc5, setting),
};
