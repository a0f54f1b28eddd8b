// Kept so that the boundary check has something to refuse: a broker that reads vehicle bytes.
export * from '@baylink/protocols/uds';
