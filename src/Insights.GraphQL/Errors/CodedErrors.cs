using GraphQL;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;
using Insights.Core.Pipeline;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Running;

namespace Insights.GraphQL.Errors;

/// <summary>An error of ours: its code and sentence are fixed and may leave as they are.</summary>
internal interface ICodedError;

/// <summary>A document or request that is refused by its form.</summary>
internal sealed class FormError : ExecutionError, ICodedError
{
    /// <summary>Something that may be tried again after a while.</summary>
    public FormError(string code, TimeSpan retryAfter) : this(code) => this.AddExtension("retryAfter", Budgets.Seconds(retryAfter));

    public FormError(string code, Location? at = null) : base(ErrorCodes.Sentence(code))
    {
        Code = code;
        if (at is { } location)
            AddLocation(location);
    }
}

/// <summary>A field that this caller may not select.</summary>
internal sealed class AccessError : ValidationError, ICodedError
{
    public AccessError(string code, ROM source, GraphQLField field) : base(source, number: null, ErrorCodes.Sentence(code), field) => Code = code;
}

/// <summary>An operation that costs too much, for itself or for the caller's budget.</summary>
internal sealed class CostError : ValidationError, ICodedError
{
    public CostError(string code, ROM source, Dictionary<string, object?> figures) : base(source, number: null, ErrorCodes.Sentence(code))
    {
        Code = code;
        foreach (var (name, figure) in figures)
            this.AddExtension(name, figure);
    }
}

/// <summary>A request of the core that was refused where there is no payload to say so in.</summary>
internal sealed class RefusedError : ExecutionError, ICodedError
{
    public RefusedError(IReadOnlyList<Refusal> refusals) : base(refusals[0].Message)
    {
        Code = Names.OfValue(refusals[0].Code.ToString());
        this.AddExtension("refusals", refusals.Select(refusal => new Dictionary<string, object?>
        {
            ["code"] = Names.OfValue(refusal.Code.ToString()),
            ["path"] = refusal.Path,
            ["message"] = refusal.Message,
        }).ToList());
    }
}
