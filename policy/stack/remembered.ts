/** The same function, which works out each object's result once and keeps it as long as the object: neither ever changes. */
export function remembered<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    let found = known.get(key);
    if (found === undefined) known.set(key, (found = { value: make(key) }));
    return found.value;
  };
}

/** More than a stack has accounts, and little to keep. */
const most = 50;

/** The same for objects that hold the same: resources judged alone bring the same declarations, each as another object. */
export function rememberedByContent<Key extends object, Value>(
  make: (key: Key) => Value,
): (key: Key) => Value {
  const known = new Map<string, { readonly value: Value }>();
  return remembered((key) => {
    const content = JSON.stringify(key);
    let found = known.get(content);
    if (found === undefined) {
      if (known.size === most) known.clear();
      known.set(content, (found = { value: make(key) }));
    }
    return found.value;
  });
}
