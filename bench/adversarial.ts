export async function benchAdversarial(): Promise<void> {}
