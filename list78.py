import yaml
for f in ('07-shells','08-bonds'):
    d=yaml.safe_load(open(f'/tmp/wt/c-chem5/curricula/chemistry/{f}.yaml'))
    for con in d['concepts']:
        print('##',con['id'])
        def walk(q,d,p):
            if 'use' in q: return
            pp=p or 'parameters' in q
            if not pp: print('  '*d,q['id'],q['answer']['kind'],'ex' if q.get('exhibits') else '', '| '+' '.join(q['ask'].split())[:170])
            for s in q.get('steps',[]): walk(s,d+1,pp)
        for q in con['questions']: walk(q,1,False)
