// The text of a file, as the bundler gives it to the tests.
declare module '*?raw' {
  const text: string;
  export default text;
}
