export function SpacePage() {
  return <h1>Space</h1>;
}
