/** The words that sheets use for columns and values, in both languages, so that a sheet somebody already has can be read as it is. */

export const fields = [
  'employee_no',
  'name',
  'team',
  'gender',
  'birth_year',
  'employment_kind',
  'trade',
  'skill_level',
  'groups',
] as const;

export type Field = (typeof fields)[number];

export const isRequired = (field: Field): boolean => field === 'employee_no' || field === 'name';

/** A word as it is compared: full width or half, capital or small, with or without spaces, brackets and marks. */
export function plainWord(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '')
    .replace(/[\s*_.:'"’“”`~、，,;；/\\()[\]【】-]+/g, '');
}

type Words<Value extends string> = Readonly<Record<Value, readonly string[]>>;

/** Headers that mean a field exactly; the first ones are how people usually write it. */
export const headerWords: Words<Field> = {
  employee_no: [
    '工号',
    '员工编号',
    '职工编号',
    '员工号',
    '职工号',
    '人员编号',
    '工作证号',
    'employee no',
    'employee number',
    'employee id',
    'staff no',
    'staff id',
    'emp no',
    'badge',
  ],
  name: ['姓名', '名字', '员工姓名', '职工姓名', '人员姓名', 'name', 'full name', 'employee name'],
  team: [
    '班组',
    '部门',
    '车间',
    '所属班组',
    '所在班组',
    '所属部门',
    '所在部门',
    '科室',
    'team',
    'department',
    'dept',
    'group',
    'workshop',
  ],
  gender: ['性别', 'gender', 'sex'],
  birth_year: [
    '出生年份',
    '出生年',
    '出生日期',
    '出生年月',
    '生日',
    '身份证号',
    '身份证号码',
    '身份证',
    '公民身份号码',
    'birth year',
    'year of birth',
    'birth date',
    'date of birth',
    'birthday',
    'born',
  ],
  employment_kind: [
    '用工形式',
    '用工性质',
    '用工方式',
    '用工类型',
    '员工类别',
    '职工类别',
    '人员类别',
    'employment',
    'kind of employment',
    'employment kind',
    'employment type',
    'contract type',
  ],
  trade: ['工种', '职业', '岗位工种', '从事工种', '职业工种', '岗位', 'trade', 'occupation', 'job', 'position'],
  skill_level: [
    '技能等级',
    '职业技能等级',
    '职业资格等级',
    '等级',
    '技能级别',
    'skill level',
    'level',
    'skill grade',
    'grade',
  ],
  groups: ['重点群体', '群体', '人员群体', '特殊群体', 'priority group', 'priority groups', 'groups'],
};

/** Parts that give a longer header away when no whole word matched; asked in this order. */
export const headerParts: readonly (readonly [Field, RegExp])[] = [
  ['employee_no', /工号|员工编号|职工编号|employee(no|number|id)/],
  ['birth_year', /出生|身份证|birth/],
  ['employment_kind', /用工|employment/],
  ['skill_level', /技能等级|技能级别|skilllevel/],
  ['groups', /重点群体|prioritygroup/],
  ['gender', /性别|gender/],
  ['team', /班组|部门|车间|department/],
  ['trade', /工种/],
  ['name', /姓名/],
];

export const genderWords: Words<'female' | 'male'> = {
  female: ['女', '女性', '女士', 'female', 'f', 'woman'],
  male: ['男', '男性', '男士', 'male', 'm', 'man'],
};

export const employmentWords: Words<
  'regular' | 'contract' | 'dispatch' | 'flexible' | 'apprentice' | 'retired' | 'unemployed'
> = {
  regular: ['正式职工', '正式', '正式工', '正式员工', '在编', '固定工', 'regular', 'permanent', 'full time'],
  contract: ['合同制', '合同工', '合同', '劳动合同', '合同制职工', 'contract', 'fixed term'],
  dispatch: ['劳务派遣', '派遣', '派遣工', '派遣制', '劳务工', '劳务', 'dispatch', 'agency', 'agency worker'],
  flexible: ['灵活就业', '灵活用工', '临时工', '临时', '兼职', '非全日制', 'flexible', 'part time', 'temporary'],
  apprentice: ['学徒', '学徒制', '实习', '实习生', '见习', 'apprentice', 'intern', 'trainee'],
  retired: ['退休', '退休返聘', '返聘', '离退休', 'retired'],
  unemployed: ['待业', '失业', '待岗', 'unemployed', 'between jobs'],
};

type Level =
  | 'apprentice'
  | 'junior'
  | 'intermediate'
  | 'senior'
  | 'technician'
  | 'senior_technician'
  | 'special_technician'
  | 'chief_technician';

export const skillWords: Words<Level> = {
  apprentice: ['学徒工', '学徒', 'apprentice'],
  junior: ['初级工', '初级', '五级', '五级工', '五级初级工', '初级工五级', 'junior', 'level 5', '5'],
  intermediate: ['中级工', '中级', '四级', '四级工', '四级中级工', '中级工四级', 'intermediate', 'level 4', '4'],
  senior: ['高级工', '高级', '三级', '三级工', '三级高级工', '高级工三级', 'senior', 'level 3', '3'],
  technician: ['技师', '二级', '二级技师', '技师二级', 'technician', 'level 2', '2'],
  senior_technician: ['高级技师', '一级', '一级高级技师', '高级技师一级', 'senior technician', 'level 1', '1'],
  special_technician: ['特级技师', 'special technician'],
  chief_technician: ['首席技师', 'chief technician'],
};

export const groupWords: Words<'migrant' | 'women' | 'laid_off' | 'hardship'> = {
  migrant: ['农民工', '进城务工', '外来务工', 'migrant', 'migrant worker'],
  women: ['女职工', '女工', '妇女', 'women', 'woman worker', 'women workers'],
  laid_off: ['下岗再就业', '下岗', '下岗职工', '下岗失业', 'laid off', 'in retraining after a lay-off', 'retraining'],
  hardship: ['困难职工家庭', '困难职工', '困难', '低保', 'hardship', 'family in hardship', 'families in hardship'],
};

/** What people write into a cell to say that they have nothing to write. */
export const nothing: ReadonlySet<string> = new Set([
  '',
  '无',
  '不填',
  '未填写',
  '暂无',
  '没有',
  'none',
  'na',
  'n/a',
  'notstated',
  '未知',
]);

export function lookup<Value extends string>(words: Words<Value>): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const value of Object.keys(words) as Value[]) {
    found.set(plainWord(value), value);
    for (const word of words[value]) found.set(plainWord(word), value);
  }
  return found;
}
