namespace Insights.GraphQL.Errors;

/// <summary>
/// The stable <c>extensions.code</c> of every error the schema answers beside the refusal codes of the core, and
/// the fixed sentence that goes with it. Nothing that was sent is ever repeated.
/// </summary>
internal static class ErrorCodes
{
    public const string SyntaxError = "SYNTAX_ERROR";
    public const string DocumentInvalid = "DOCUMENT_INVALID";
    public const string VariableInvalid = "VARIABLE_INVALID";
    public const string OperationUnknown = "OPERATION_UNKNOWN";
    public const string SubscriptionFields = "SUBSCRIPTION_FIELDS";
    public const string DocumentTooLarge = "DOCUMENT_TOO_LARGE";
    public const string TooManyTokens = "TOO_MANY_TOKENS";
    public const string TooDeep = "TOO_DEEP";
    public const string TooManyAliases = "TOO_MANY_ALIASES";
    public const string TooManyDirectives = "TOO_MANY_DIRECTIVES";
    public const string FragmentCycle = "FRAGMENT_CYCLE";
    public const string TooManyFields = "TOO_MANY_FIELDS";
    public const string LiteralTooLong = "LITERAL_TOO_LONG";
    public const string IntrospectionNested = "INTROSPECTION_NESTED";
    public const string TooManyFragments = "TOO_MANY_FRAGMENTS";
    public const string TooManyValues = "TOO_MANY_VALUES";
    public const string VariablesTooDeep = "VARIABLES_TOO_DEEP";
    public const string CostExceeded = "COST_EXCEEDED";
    public const string RateLimited = "RATE_LIMITED";
    public const string ServerBusy = "SERVER_BUSY";
    public const string DocumentUnknown = "DOCUMENT_UNKNOWN";
    public const string DocumentUntrusted = "DOCUMENT_UNTRUSTED";
    public const string Unauthenticated = "UNAUTHENTICATED";
    public const string NotPermitted = "NOT_PERMITTED";
    public const string Timeout = "TIMEOUT";
    public const string InternalError = "INTERNAL_ERROR";

    public static string Sentence(string code) => code switch
    {
        SyntaxError => "The document is not GraphQL.",
        DocumentInvalid => "The document does not fit the schema.",
        VariableInvalid => "A variable does not fit its type.",
        OperationUnknown => "Name one operation of the document.",
        SubscriptionFields => "A subscription selects exactly one field.",
        DocumentTooLarge => "A document has at most 65,536 characters.",
        TooManyTokens => "A document has at most 2,000 tokens.",
        TooDeep => "A document nests at most 12 levels.",
        TooManyAliases => "A document uses at most 30 aliases, counted where fragments are used.",
        TooManyDirectives => "At most 4 directives in one place and 50 in all.",
        FragmentCycle => "A fragment uses itself.",
        TooManyFields => "A document selects at most 1,000 fields, counted where fragments are used.",
        LiteralTooLong => "Texts longer than 40 characters travel in variables.",
        IntrospectionNested => "Introspection lists may not nest in each other.",
        TooManyFragments => "A document uses at most 100 fragments, counted where they are used.",
        TooManyValues => "Variables hold at most 5,000 values.",
        VariablesTooDeep => "Variables nest at most 12 levels.",
        CostExceeded => "This costs more than one operation may. Ask for smaller pages, or for less of each item.",
        RateLimited => "Too much was asked for in too short a time. Try again later.",
        ServerBusy => "Too many operations are running. Try again later.",
        DocumentUnknown => "No document with this id is known here.",
        DocumentUntrusted => "Documents of one's own are not served to this caller. Send the id of a trusted one.",
        Unauthenticated => "Sign in first.",
        NotPermitted => "Your roles do not allow this.",
        Timeout => "This took too long and was stopped.",
        _ => "The server could not answer.",
    };
}
