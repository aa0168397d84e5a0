using GraphQL;
using GraphQL.MicrosoftDI;
using GraphQL.Types;
using GraphQL.Utilities;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.GraphQL.Costs;
using Insights.GraphQL.Fields;
using Insights.GraphQL.Permissions;

namespace Insights.GraphQL.Contract;

/// <summary>The schema. It refuses to start while anything in it does not say who may select it.</summary>
internal sealed class InsightsSchema : Schema
{
    public InsightsSchema(IServiceProvider services) : base(new SelfActivatingServiceProvider(services), runConfigurations: false)
    {
        Description = "Gaps in trust and safety policy: reported by specialists, gathered, decided, and told to those who learn from them.";
        // What tools of today ask for, and the engine leaves out unless told.
        Features.RepeatableDirectives = true;
        Features.DeprecationOfInputValues = true;
        CostDirectives.Register(this);
        Query = new ViewType<Query>();
        Mutation = new Mutation();
        Subscription = new Subscription();
        this.RegisterType<ViewType<Refusal>>();
        this.RegisterType<ViewType<PrivacyRefusal>>();
        this.RegisterType<ViewType<ConflictRefusal>>();
        this.RegisterType<ViewType<GapEndedRefusal>>();
        this.RegisterType<ViewType<KeptApartRefusal>>();
        this.RegisterType<ViewType<SupersededRefusal>>();
        this.RegisterType<ViewType<ResyncRefusal>>();
        this.RegisterType<ViewType<RateLimitedRefusal>>();
        this.RegisterType<ViewType<PersonView>>();
    }

    /// <summary>Builds and checks the whole schema, once.</summary>
    public InsightsSchema Ready()
    {
        if (Initialized)
            return this;
        Initialize();
        AccessCheck.Run(this);
        Introspection.Complete(this);
        CostTable.Write(this);
        return this;
    }

    /// <summary>The contract as it is published: sorted, with descriptions, line ends of one kind.</summary>
    public string Text() => this.Print(new PrintOptions { StringComparison = StringComparison.Ordinal }).ReplaceLineEndings("\n").TrimEnd() + "\n";
}
