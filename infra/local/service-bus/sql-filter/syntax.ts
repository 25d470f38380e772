/** The values that a filter computes with. An absent property is null: unknown. */
export type Value = string | number | boolean | null;

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/** `sys` holds the properties of the message itself, `user` its application properties. */
export interface PropertyName {
  readonly scope: 'sys' | 'user';
  readonly name: string;
}

export type Expression =
  | { readonly kind: 'constant'; readonly value: Value }
  | { readonly kind: 'property'; readonly property: PropertyName }
  | { readonly kind: 'exists'; readonly property: PropertyName }
  | { readonly kind: 'newid' }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not' | 'negative'; readonly operand: Expression }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'isNull'; readonly operand: Expression }
  | { readonly kind: 'in'; readonly operand: Expression; readonly candidates: readonly Expression[] }
  | {
      readonly kind: 'like';
      readonly operand: Expression;
      readonly pattern: Expression;
      readonly escape: string | undefined;
    };

/** A statement of a rule's action. */
export type Statement =
  | { readonly kind: 'set'; readonly property: PropertyName; readonly value: Expression }
  | { readonly kind: 'remove'; readonly property: PropertyName };
