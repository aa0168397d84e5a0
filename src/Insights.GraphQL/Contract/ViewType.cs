using System.Linq.Expressions;
using System.Reflection;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using Insights.Core.Clusters;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.GraphQL.Costs;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Contract;

/// <summary>A view of the code as an object: its properties, and the fields that <see cref="FieldsOfAttribute"/> adds.</summary>
internal class ViewType<T> : AutoRegisteringObjectGraphType<T>
{
    public ViewType()
    {
        Name = Names.Of(typeof(T));
        Description = Docs.Of(typeof(T));
        IsTypeOf = value => value.GetType() == typeof(T);
        this.Access(TypeAccess.Of(typeof(T)));
        if (typeof(T).IsAssignableTo(typeof(Refusal)))
            Interface<RefusalInterface>();
        if (NodeInterface.Implementers.Contains(typeof(T)))
            Interface<NodeInterface>();
    }

    protected override IEnumerable<MemberInfo> GetRegisteredMembers()
    {
        var added = FieldsOfAttribute.AddedTo(typeof(T));
        var own = typeof(T).Assembly == typeof(Docs).Assembly
            ? base.GetRegisteredMembers()
            : typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        return [.. own.Where(member => added?.Hides(member.Name) is not true), .. added?.Methods ?? []];
    }

    protected override FieldType? CreateField(MemberInfo memberInfo)
    {
        var field = memberInfo is PropertyInfo read ? FieldOf(read) : base.CreateField(memberInfo)!;
        field.Name = Names.OfField(memberInfo.Name);
        field.Description = Docs.Of(memberInfo);
        if (memberInfo.GetCustomAttribute<NeedsAttribute>() is { } needs)
            field.Access(needs.Access);
        if (WeightOf(memberInfo) is { } weight)
            field.Weight(weight);
        if (memberInfo is PropertyInfo property && GraphTypes.IsId(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType))
            field.Resolver = new IdResolver(field.Resolver!);
        return field;
    }

    /// <summary>The engine would compile the reading of every property while the process starts: a thousand of them, most of which nobody selects.</summary>
    private FieldType FieldOf(PropertyInfo property) => new()
    {
        Name = property.Name,
        Type = GetTypeInformation(property).ConstructGraphType(),
        Resolver = new LateResolver(() => new MemberResolver(property, BuildMemberInstanceExpression(property))),
    };

    /// <summary>A field that speaks to the core by itself does so for each object; what is loaded in batches does not.</summary>
    private static int? WeightOf(MemberInfo member) =>
        member.GetCustomAttribute<WeightAttribute>()?.Weight
        ?? ((member as MethodInfo)?.GetParameters().Any(p => p.ParameterType == typeof(IMediator)) is true ? WeightAttribute.Request : null);

    /// <summary>An added field is a static method of another class, which the engine accepts with an instance that is never looked at.</summary>
    protected override LambdaExpression BuildMemberInstanceExpression(MemberInfo memberInfo)
    {
        var type = memberInfo.DeclaringType!;
        return type.IsAssignableFrom(typeof(T))
            ? base.BuildMemberInstanceExpression(memberInfo)
            : Expression.Lambda(typeof(Func<,>).MakeGenericType(typeof(IResolveFieldContext), type), Expression.Default(type), Expression.Parameter(typeof(IResolveFieldContext)));
    }

    protected override TypeInformation GetTypeInformation(MemberInfo memberInfo)
    {
        var information = base.GetTypeInformation(memberInfo).Known();
        // Of a type parameter reflection cannot tell that it is never null; pages hold no nulls.
        if (typeof(T).IsGenericType && information.Type == typeof(T).GetGenericArguments()[0])
            information.IsNullable = false;
        return information;
    }

    protected override TypeInformation GetTypeInformation(ParameterInfo parameterInfo)
    {
        var information = base.GetTypeInformation(parameterInfo);
        if (parameterInfo.Name is "id" or "ids" or "exceptReport" or "gap"
            || parameterInfo.Name!.EndsWith("Id", StringComparison.Ordinal) || parameterInfo.Name.EndsWith("Ids", StringComparison.Ordinal))
            information.GraphType = typeof(IdGraphType);
        // What the code hands in is not an argument, and has no input type.
        return information.Type.IsInterface || information.Type.Assembly == typeof(Docs).Assembly ? information : information.Known();
    }

    protected override void ApplyArgumentAttributes(ParameterInfo parameterInfo, QueryArgument queryArgument)
    {
        base.ApplyArgumentAttributes(parameterInfo, queryArgument);
        queryArgument.Description = Docs.Of(parameterInfo);
    }

    /// <summary>Made when it is first asked.</summary>
    private sealed class LateResolver(Func<IFieldResolver> make) : IFieldResolver
    {
        private readonly Lazy<IFieldResolver> _made = new(make);

        public ValueTask<object?> ResolveAsync(IResolveFieldContext context) => _made.Value.ResolveAsync(context);
    }

    /// <summary>Public ids are the global ids: they leave as they are.</summary>
    private sealed class IdResolver(IFieldResolver inner) : IFieldResolver
    {
        public async ValueTask<object?> ResolveAsync(IResolveFieldContext context) => (await inner.ResolveAsync(context))?.ToString();
    }
}

/// <summary>An event of the feed: the closed list of fields that may leave, and its cursor.</summary>
internal sealed class FeedEntryType : ViewType<FeedEntry>
{
    private static readonly Expression<Func<IResolveFieldContext, FeedItem>> Item = context => ((FeedEntry)context.Source!).Item;

    public FeedEntryType() => Description = "Something that happened to a gap or a report. No person, no case reference, no time finer than a day; words only once approved.";

    protected override IEnumerable<MemberInfo> GetRegisteredMembers() =>
        [typeof(FeedEntry).GetProperty(nameof(FeedEntry.Cursor))!, typeof(FeedEntry).GetProperty(nameof(FeedEntry.Membership))!, .. typeof(FeedItem).GetProperties(BindingFlags.Public | BindingFlags.Instance)];

    protected override LambdaExpression BuildMemberInstanceExpression(MemberInfo memberInfo) =>
        memberInfo.DeclaringType == typeof(FeedItem) ? Item : base.BuildMemberInstanceExpression(memberInfo);
}

/// <summary>Anything that can be fetched again by its id.</summary>
internal sealed class NodeInterface : InterfaceGraphType
{
    public static readonly IReadOnlyList<Type> Implementers = [typeof(GapView), typeof(ReportView), typeof(OperationView), typeof(PersonView), typeof(SavedViewView)];

    public NodeInterface()
    {
        Name = "Node";
        Description = "Anything that can be fetched again by its id.";
        this.Access(Permissions.Access.SignedIn);
        Field<NonNullGraphType<IdGraphType>>("id").Description("The id, the same for ever.");
    }
}
