// `daolictl completion` and `ofp completion`: scripts that let a shell complete commands and options. They are made from the
// tree of commands itself, so they cannot say anything else than --help does.
import { Argument, type Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** One place in the tree: the words that lead there, and what may come next. */
interface Place {
  readonly path: readonly string[];
  readonly words: readonly { readonly word: string; readonly about: string }[];
  readonly options: readonly { readonly flag: string; readonly about: string }[];
}

const SHELLS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** Adds `completion`; the scripts speak of every command that `program` has when it runs. */
export function addCompletionCommand(program: Command, terminal: Terminal): void {
  const name = program.name();
  program
    .command('completion')
    .description('a script that lets the shell complete commands and options')
    .addArgument(new Argument('<shell>', 'bash, zsh or fish').choices(Object.keys(SHELLS)))
    .addHelpText(
      'after',
      `
Examples:
  source <(${name} completion bash)                                        this bash, now
  ${name} completion zsh > "\${fpath[1]}/_${name}"                          zsh, from the next start on
  ${name} completion fish > ~/.config/fish/completions/${name}.fish       fish, likewise
`,
    )
    .action((shell: keyof typeof SHELLS) => terminal.write(SHELLS[shell](placesOf(program, []), name)));
}

/** The tree, flattened; a command with an alias is there twice. */
function placesOf(command: Command, path: readonly string[]): Place[] {
  const children = command.commands.flatMap((child) =>
    [child.name(), ...child.aliases()].map((word) => ({ word, about: child.description(), child })),
  );
  const help = command.createHelp();
  const options = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
  const place: Place = {
    path,
    words: [
      ...children.map(({ word, about }) => ({ word, about })),
      ...command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices.map((word) => ({ word, about: '' }))),
    ],
    options: options.map(({ long, description }) => ({ flag: long ?? '', about: description })),
  };
  return [place, ...children.flatMap(({ word, child }) => placesOf(child, [...path, word]))];
}

function bashScript(places: Place[], name: string): string {
  return `# bash completion of ${name}
_${name}() {
  local chain="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$chain $word" in
${alternatives(places)} chain="$chain $word" ;;
    esac
  done
  case "$chain" in
${places.map(({ path, words, options }) => `    ${quote(chainOf(path))}) words=${quote([...words.map(({ word }) => word), ...options.map(({ flag }) => flag)].join(' '))} ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _${name} ${name}
`;
}

function zshScript(places: Place[], name: string): string {
  const choices = ({ words, options }: Place) =>
    [...words.map(({ word, about }) => [word, about]), ...options.map(({ flag, about }) => [flag, about])]
      .map(([word, about]) => quote(`${word}:${about}`))
      .join(' ');
  return `#compdef ${name}
# zsh completion of ${name}
_${name}() {
  local chain="" word
  local -a choices
  for word in "\${words[@]:1:$((CURRENT - 2))}"; do
    case "$chain $word" in
${alternatives(places)} chain="$chain $word" ;;
    esac
  done
  case "$chain" in
${places.map((place) => `    ${quote(chainOf(place.path))}) choices=(${choices(place)}) ;;`).join('\n')}
  esac
  _describe ${name} choices
}
if [ "$funcstack[1]" = _${name} ]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

function fishScript(places: Place[], name: string): string {
  const lines = places.flatMap(({ path, words, options }) => {
    const condition = `complete -c ${name} -f -n ${quoteFish(`__${name}_at ${quoteFish(path.join(' '))}`)}`;
    return [
      ...words.map(({ word, about }) => `${condition} -a ${quoteFish(word)} -d ${quoteFish(about)}`),
      ...options.map(({ flag, about }) => `${condition} -l ${flag.slice(2)} -d ${quoteFish(about)}`),
    ];
  });
  const chains = places.filter(({ path }) => path.length > 0).map(({ path }) => quoteFish(path.join(' ')));
  return `# fish completion of ${name}
function __${name}_at --argument-names wanted
    set -l chain
    for word in (commandline -opc)
        set -l longer (string join -- ' ' $chain $word)
        if contains -- $longer ${chains.join(' ')}
            set chain $longer
        end
    end
    test "$chain" = "$wanted"
end
complete -c ${name} -f
${lines.join('\n')}
`;
}

/** A case pattern of every chain of words that leads somewhere. */
function alternatives(places: Place[]): string {
  const chains = places.filter(({ path }) => path.length > 0).map(({ path }) => quote(chainOf(path)));
  return `      ${chains.join('|')})`;
}

/** `" datapath list"`; "" at the top. */
function chainOf(path: readonly string[]): string {
  return path.map((word) => ` ${word}`).join('');
}

/** In single quotes for bash and zsh. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** In single quotes for fish. */
function quoteFish(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
