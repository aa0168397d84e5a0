using GraphQL.Types;
using Insights.Core.Pipeline;
using Insights.GraphQL.Permissions;

namespace Insights.GraphQL.Contract;

/// <summary>What became of a command: the thing it changed, or every reason why not.</summary>
internal sealed record Payload<TRequest, TView>(TView? Thing, IReadOnlyList<Refusal> Refusals)
{
    public static Payload<TRequest, TView> Of(Outcome<TView> outcome) =>
        new(outcome.ValueOrDefault, [.. outcome.Refusals.Select(r => r with { Path = ["input", .. r.Path] })]);
}

internal sealed class PayloadType<TRequest, TView> : ObjectGraphType<Payload<TRequest, TView>>
{
    public PayloadType()
    {
        var input = Names.Of(typeof(TRequest));
        Name = string.Concat(input.AsSpan(0, input.Length - "Input".Length), "Payload");
        Description = "What became of the command: what it changed, or every reason why not.";
        this.Access(Permissions.Access.SignedIn);
        if (typeof(TView) == typeof(Done))
        {
            Field<NonNullGraphType<BooleanGraphType>>("done").Description("Whether it happened.").Resolve(context => context.Source.Refusals.Count == 0);
        }
        else
        {
            Field(Names.OfField(Names.Of(typeof(TView))), GraphTypes.Of(typeof(TView), input: false)!)
                .Description("As it is now; null when the command was refused.").Resolve(context => context.Source.Thing);
        }

        Field<NonNullGraphType<ListGraphType<NonNullGraphType<RefusalInterface>>>>("refusals")
            .Description("Why nothing was changed; empty when it was.").Resolve(context => context.Source.Refusals);
    }
}

/// <summary>Why a command was refused.</summary>
internal sealed class RefusalInterface : InterfaceGraphType
{
    public RefusalInterface()
    {
        Name = "Refusal";
        Description = "Why a command was refused: what rule, which field, and a sentence that never repeats what was sent.";
        this.Access(Permissions.Access.SignedIn);
        Field<NonNullGraphType<EnumType<RefusalCode>>>("code").Description("Stable code of the rule.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("path").Description("Field the refusal is about, from input inwards.");
        Field<NonNullGraphType<StringGraphType>>("message").Description("One sentence for a person.");
    }
}
