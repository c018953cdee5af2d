// What a command of the program takes, and the text of `aftersale help`.

export function optionsOf(cli, command) {
  const packs = command.packs ? ['pack', 'no-packs'] : [];
  const all = [...command.options, ...packs, ...(command.world ? cli.world : []), ...cli.common];
  return all.filter((option) => !command.without?.includes(option));
}

export function usage(cli) {
  const rows = (entries) => {
    const width = Math.max(...entries.map(([name]) => name.length)) + 2;
    return entries.map(([name, about]) => `  ${name.padEnd(width)}${about}\n`).join('');
  };
  const commands = Object.entries(cli.commands).map(([name, { about }]) => [name, about]);
  const options = Object.entries(cli.options).map(([name, { value, about }]) => [
    `--${name}${value ? ` ${value}` : ''}`,
    about,
  ]);
  return (
    `usage: aftersale COMMAND [OPTION...] [FILE]\n\n` +
    `commands:\n${rows(commands)}\noptions:\n${rows(options)}\n` +
    'FILE is a path, or - for standard input. The answer is one line of JSON on standard output.\n' +
    'Exit code: 0 an answer, also a refusal; 1 the call cannot be answered, or a policy is not valid; 2 usage.\n'
  );
}
