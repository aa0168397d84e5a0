using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Clusters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Reason",
                table: "operation",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RuleSetVersion",
                table: "operation",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Undoes",
                table: "operation",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "UndoneBy",
                table: "operation",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Probability",
                table: "look_alike_answer",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Probability",
                table: "gap_link",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Restores",
                table: "gap_link",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "CanonicalVersion",
                table: "gap",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "EarliestAt",
                table: "gap",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EndedBy",
                table: "gap",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "MergedInto",
                table: "gap",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "StandsIn",
                table: "gap",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "StateVersion",
                table: "gap",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "kept_apart",
                columns: table => new
                {
                    OperationId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    ReportA = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    ReportB = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    GapA = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    GapB = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    Restores = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    EndedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kept_apart", x => new { x.OperationId, x.ReportA, x.ReportB });
                    table.ForeignKey(
                        name: "FK_kept_apart_operation_OperationId",
                        column: x => x.OperationId,
                        principalTable: "operation",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "look_alike_model",
                columns: table => new
                {
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Json = table.Column<string>(type: "TEXT", maxLength: 1000000, nullable: true),
                    EngineVersion = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    TrainedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TrainedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Labels = table.Column<int>(type: "INTEGER", nullable: false),
                    Figures = table.Column<string>(type: "TEXT", nullable: false),
                    Verdict = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    MeasuredAgainst = table.Column<int>(type: "INTEGER", nullable: true),
                    FirstInForceAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_look_alike_model", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "operation_gap",
                columns: table => new
                {
                    OperationId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Before = table.Column<string>(type: "TEXT", nullable: true),
                    After = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_operation_gap", x => new { x.OperationId, x.GapId });
                    table.ForeignKey(
                        name: "FK_operation_gap_gap_GapId",
                        column: x => x.GapId,
                        principalTable: "gap",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_operation_gap_operation_OperationId",
                        column: x => x.OperationId,
                        principalTable: "operation",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "look_alike_model_in_force",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_look_alike_model_in_force", x => x.Id);
                    table.ForeignKey(
                        name: "FK_look_alike_model_in_force_look_alike_model_Number",
                        column: x => x.Number,
                        principalTable: "look_alike_model",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "look_alike_model",
                columns: new[] { "Number", "EngineVersion", "Figures", "FirstInForceAt", "Json", "Labels", "MeasuredAgainst", "TrainedAt", "TrainedBy", "Verdict" },
                values: new object[] { 0, "", "{\"samePairs\":0,\"differentPairs\":0,\"heldBackPairs\":0,\"targetPrecision\":0,\"pairsAboveEdge\":0}", 0L, null, 0, null, null, "per_00000000000000000000000000", null });

            migrationBuilder.InsertData(
                table: "look_alike_model_in_force",
                columns: new[] { "Id", "Number" },
                values: new object[] { 1, 0 });

            migrationBuilder.CreateIndex(
                name: "IX_operation_Undoes",
                table: "operation",
                column: "Undoes",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_gap_link_EndedBy",
                table: "gap_link",
                column: "EndedBy");

            migrationBuilder.CreateIndex(
                name: "IX_gap_StandsIn",
                table: "gap",
                column: "StandsIn");

            migrationBuilder.CreateIndex(
                name: "IX_kept_apart_EndedBy",
                table: "kept_apart",
                column: "EndedBy");

            migrationBuilder.CreateIndex(
                name: "IX_kept_apart_ReportA_ReportB",
                table: "kept_apart",
                columns: new[] { "ReportA", "ReportB" },
                unique: true,
                filter: "\"EndedBy\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_kept_apart_ReportB",
                table: "kept_apart",
                column: "ReportB");

            migrationBuilder.CreateIndex(
                name: "IX_look_alike_model_in_force_Number",
                table: "look_alike_model_in_force",
                column: "Number");

            migrationBuilder.CreateIndex(
                name: "IX_operation_gap_GapId",
                table: "operation_gap",
                column: "GapId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "kept_apart");

            migrationBuilder.DropTable(
                name: "look_alike_model_in_force");

            migrationBuilder.DropTable(
                name: "operation_gap");

            migrationBuilder.DropTable(
                name: "look_alike_model");

            migrationBuilder.DropIndex(
                name: "IX_operation_Undoes",
                table: "operation");

            migrationBuilder.DropIndex(
                name: "IX_gap_link_EndedBy",
                table: "gap_link");

            migrationBuilder.DropIndex(
                name: "IX_gap_StandsIn",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "Reason",
                table: "operation");

            migrationBuilder.DropColumn(
                name: "RuleSetVersion",
                table: "operation");

            migrationBuilder.DropColumn(
                name: "Undoes",
                table: "operation");

            migrationBuilder.DropColumn(
                name: "UndoneBy",
                table: "operation");

            migrationBuilder.DropColumn(
                name: "Probability",
                table: "look_alike_answer");

            migrationBuilder.DropColumn(
                name: "Probability",
                table: "gap_link");

            migrationBuilder.DropColumn(
                name: "Restores",
                table: "gap_link");

            migrationBuilder.DropColumn(
                name: "CanonicalVersion",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "EarliestAt",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "EndedBy",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "MergedInto",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "StandsIn",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "StateVersion",
                table: "gap");
        }
    }
}
