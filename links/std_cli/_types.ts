/** Values by flag. */
export type FlagValues = Readonly<Record<string, unknown>>;

/** Further names by flag. */
export type Aliases = Readonly<Record<string, string | readonly string[]>>;

/** What `parseArgs` returns: the flags, and in `_` the positional arguments. */
export type Args<
  // deno-lint-ignore no-explicit-any -- untyped flags are `any` in the real package too
  TFlags extends object = Record<string, any>,
  TDoubleDash extends boolean = false,
> = Flat<
  & TFlags
  & { _: (string | number)[] }
  & (TDoubleDash extends true ? { "--": string[] } : Record<never, never>)
>;

/** The flags of a result, typed by the options where these say anything of types. */
export type Flags<
  TBoolean extends string | boolean,
  TString extends string,
  TCollect extends string,
  TNegatable extends string,
  TDefault extends FlagValues,
  TAlias extends Aliases,
> = [Exclude<TBoolean, false> | TString | TCollect] extends [never]
  // deno-lint-ignore no-explicit-any -- untyped flags are `any` in the real package too
  ? Record<string, any>
  :
    & Record<string, unknown>
    & Aliased<
      Defaulted<
        & Required<
          Values<Extract<TBoolean, string>, boolean, TCollect, never>
        >
        & Required<
          Values<TString & TCollect, string, TCollect, TNegatable>
        >
        & Partial<
          Values<Exclude<TString, TCollect>, string, TCollect, TNegatable>
        >
        & Values<
          Exclude<TCollect, TString | TBoolean>,
          unknown,
          TCollect,
          TNegatable
        >,
        TDefault
      >,
      TAlias
    >;

type Flat<T> = { [Key in keyof T]: T[Key] };

type Values<
  TName extends string,
  TValue,
  TCollect extends string,
  TNegatable extends string,
> = {
  [Name in TName]:
    | (Name extends TCollect ? TValue[] : TValue)
    | (Name extends TNegatable ? false : never);
};

type Defaulted<TFlags, TDefault> =
  & Omit<TFlags, keyof TDefault>
  & {
    -readonly [Name in keyof TDefault]: Name extends keyof TFlags
      ? TDefault[Name] | NonNullable<TFlags[Name]>
      : unknown;
  };

type Aliased<TFlags, TAlias> = {
  [Name in keyof TFlags as Name | FurtherNames<Name, TAlias>]: TFlags[Name];
};

// Names that the checker does not know would turn every flag into an alias.
type FurtherNames<TName, TAlias> = TName extends keyof TAlias
  ? TAlias[TName] extends infer Names ? string extends Names ? never
    : Names extends readonly (infer Further extends string)[] ? Further
    : Extract<Names, string>
  : never
  : never;
